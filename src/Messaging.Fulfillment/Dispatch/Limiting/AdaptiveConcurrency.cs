namespace Messaging.Fulfillment.Dispatch.Limiting;

/// <summary>
/// How many calls an account may have in flight, learned from the vendor's answers (additive increase, multiplicative
/// decrease): one more for each round of calls that went well, half as many when the vendor is overloaded, a fifth
/// fewer when answers become slow. Where several workers call the account, they learn one number together. Not
/// thread-safe.
/// </summary>
/// <param name="ceiling">The most, from configuration; it starts there.</param>
internal sealed class AdaptiveConcurrency(Func<int> ceiling)
{
    /// <summary>
    /// Answers that take this many times as long as usual, and at least <see cref="Noticeable"/> longer, mean overload.
    /// </summary>
    private const double SlowFactor = 2;

    private static readonly TimeSpan Noticeable = TimeSpan.FromMilliseconds(50);

    private double _limit = double.MaxValue;
    private ConcurrencyChange _told = ConcurrencyChange.None;
    private ConcurrencyChange _untold = ConcurrencyChange.None;
    private DateTimeOffset _loweredAt = DateTimeOffset.MinValue;
    private TimeSpan? _usual;
    private TimeSpan _recent;

    /// <summary>The limit now; at least 1.</summary>
    public int Limit => Math.Max(1, (int)Math.Min(_limit, ceiling()));

    /// <summary>What was learned here since <see cref="Hear"/>, to be told to the other workers.</summary>
    public ConcurrencyChange Tell()
    {
        (_told, _untold) = (_told.Then(_untold), ConcurrencyChange.None);
        return _told;
    }

    /// <summary>Takes over what all workers have learned, with what was told by this one.</summary>
    public void Hear(double limit, DateTimeOffset now)
    {
        // The calls that were in flight when others found it too much were part of that.
        if (limit < Math.Min(_limit, ceiling()) - 0.5)
            _loweredAt = now;
        _told = ConcurrencyChange.None;
        _limit = _untold.Apply(limit, ceiling());
    }

    /// <summary>Learns from a call that succeeded.</summary>
    /// <param name="began">When it left.</param>
    /// <param name="now">When it was answered.</param>
    /// <param name="isComparable">
    /// Whether it was about as large as a call can be. A small one is answered faster and would make the next full one
    /// look slow.
    /// </param>
    /// <param name="wasLimited">
    /// Whether the limit was reached while it was in flight. A limit that is not reached says nothing about a higher
    /// one.
    /// </param>
    public void Succeeded(DateTimeOffset began, DateTimeOffset now, bool isComparable, bool wasLimited)
    {
        if (isComparable && IsSlow(now - began))
        {
            if (Lower(0.8, began, now))
                _recent = _usual!.Value;
        }
        else if (wasLimited)
        {
            Change(new(1, 1.0 / Limit));
        }
    }

    /// <summary>A call timed out, was refused as one too many, or met a vendor that could not work.</summary>
    public void Overloaded(DateTimeOffset began, DateTimeOffset now) => Lower(0.5, began, now);

    /// <summary>Lowers once for all calls that were in flight together.</summary>
    private bool Lower(double factor, DateTimeOffset began, DateTimeOffset now)
    {
        if (began < _loweredAt)
            return false;
        Change(new(factor, 0));
        _loweredAt = now;
        return true;
    }

    private void Change(ConcurrencyChange change)
    {
        _limit = change.Apply(_limit, ceiling());
        _untold = _untold.Then(change);
    }

    /// <summary>
    /// Compares the last few answers with the usual, which follows faster answers quickly and slower ones slowly.
    /// </summary>
    private bool IsSlow(TimeSpan duration)
    {
        if (_usual is not { } usual)
        {
            _usual = _recent = duration;
            return false;
        }

        _recent += (duration - _recent) * 0.3;
        _usual = usual + ((duration - usual) * (duration < usual ? 0.2 : 0.02));
        return _recent > usual * SlowFactor && _recent > usual + Noticeable;
    }
}
