using Messaging.Fulfillment.Dispatch.Limiting;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Dispatch.Sharing;

/// <summary>
/// This worker's share of an account that other workers call too. Not thread-safe but for <see cref="Quota"/> and
/// <see cref="Ask"/>.
/// </summary>
internal sealed class AccountShare
{
    private readonly string _worker;
    private readonly Func<VendorLimits> _limits;
    private readonly Func<int> _callsDue;
    private readonly Action<AccountShare> _ask;
    private readonly TimeProvider _time;

    /// <summary>When the ledger was last asked, and when it was for the share that it gave.</summary>
    private long _askedAt;

    private long? _givenAt;
    private bool _mayProbe;
    private bool _isScarce;
    private long _version;
    private int _changes;
    private int _changesTold;
    private int _isAsked;

    /// <param name="key">The account.</param>
    /// <param name="worker">This worker's name.</param>
    /// <param name="callsDue">How many calls could leave now.</param>
    /// <param name="ask">Has the ledger asked.</param>
    public AccountShare(
        AccountKey key,
        string worker,
        Func<VendorLimits> limits,
        Func<int> callsDue,
        Action<AccountShare> ask,
        TimeProvider time)
    {
        Key = key;
        _worker = worker;
        _limits = limits;
        _callsDue = callsDue;
        _ask = ask;
        _time = time;
        Quota = new(limits, callsDue, Ask, time);
    }

    public AccountKey Key { get; }

    public SharedQuota Quota { get; }

    /// <summary>Has the ledger asked for what is missing; once until it answers.</summary>
    public void Ask()
    {
        if (Interlocked.Exchange(ref _isAsked, 1) == 0)
            _ask(this);
    }

    /// <summary>Whether a call may be begun, if it is one of its share.</summary>
    /// <param name="permits">Lose the share when its term is over.</param>
    /// <param name="state">The breaker's state.</param>
    public bool MayCall(CallPermits permits, BreakerState state)
    {
        if (_givenAt is { } givenAt && _time.GetElapsedTime(givenAt) >= AccountSharing.Term)
        {
            _givenAt = null;
            _mayProbe = false;
            permits.Share = 0;
        }

        return state is not BreakerState.HalfOpen || _mayProbe;
    }

    /// <summary>The account was suspended here, or is no longer: the others have to know.</summary>
    public void Changed()
    {
        _changes++;
        _mayProbe = false;
    }

    /// <summary>Whether others wait for what a call that has ended leaves free.</summary>
    public bool IsMissedByOthers(bool wasProbe, bool isWaiting) => wasProbe || (_isScarce && !isWaiting);

    /// <summary>
    /// Whether others have not heard yet of a change, or will believe soon that calls in flight have ended.
    /// </summary>
    public bool NeedsToTell(CallPermits permits) =>
        _changes > 0
        || (permits.InFlight > 0
            && (_givenAt is not { } givenAt || _time.GetElapsedTime(givenAt) >= AccountSharing.Term / 2));

    /// <summary>What to ask for.</summary>
    /// <param name="isWaiting">Whether a call waits for its permit.</param>
    public AccountDemand Tell(CallPermits permits, AccountBreaker breaker, bool isWaiting)
    {
        Volatile.Write(ref _isAsked, 0);
        _askedAt = _time.GetTimestamp();
        _changesTold = _changes;
        var limits = _limits();
        return new()
        {
            Worker = _worker,
            At = _time.GetUtcNow(),
            Calls = breaker.State is BreakerState.Open ? 0 : Quota.CountMissing(),
            Wanted = permits.InFlight + (isWaiting ? Math.Max(1, _callsDue()) : 0),
            InFlight = permits.InFlight,
            IsProbing = permits.IsProbing,
            CallsPerSecond = limits.CallsPerSecond,
            Burst = limits.Burst,
            MaxCallsInFlight = limits.MaxCallsInFlight,
            Concurrency = permits.Tell(),
            News = _changes > 0 ? new(breaker.Suspension, _version) : null,
        };
    }

    /// <summary>Takes what the ledger gave.</summary>
    /// <returns>True when it brought another suspension, or ended it.</returns>
    public bool Receive(AccountGrant grant, CallPermits permits, AccountBreaker breaker)
    {
        _givenAt = _askedAt;
        _mayProbe = grant.MayProbe;
        _isScarce = grant.IsScarce;
        permits.Share = grant.InFlight;
        permits.Hear(grant.Concurrency, _time.GetUtcNow());
        Quota.Add(grant.Calls, grant.Wait, grant.Spacing);
        _changes -= _changesTold;
        _changesTold = 0;
        return Hear(grant.Suspension, grant.Version, grant.Now, breaker);
    }

    /// <summary>Takes over what the ledger says of the suspension.</summary>
    /// <returns>True when that is news.</returns>
    public bool Hear(Suspension? suspension, long version, DateTimeOffset now, AccountBreaker breaker)
    {
        var isNews = _changes == 0 && version != _version;
        _version = version;
        if (!isNews)
            return false;
        var before = breaker.Suspension;
        breaker.Hear(suspension?.Shift(_time.GetUtcNow() - now));
        return before is not null || suspension is not null;
    }
}
