namespace Messaging.Fulfillment.Intake;

/// <summary>
/// Finds out how deliveries of one channel can be acknowledged together: they are done in any order, and one acknowledgement covers all up to the first
/// that is not. What waits behind one that takes long is acknowledged by itself. For one thread.
/// </summary>
/// <param name="patience">How long a delivery that is done waits for those before it.</param>
internal sealed class AckLine(TimeSpan patience)
{
    /// <summary>More are never on their way at a time: where so many are done behind one that is not, it is stuck.</summary>
    private const int MostOnTheirWay = ushort.MaxValue;

    /// <summary>Deliveries behind the first that is not done; those without a time need no acknowledgement any more.</summary>
    private readonly SortedDictionary<ulong, DateTimeOffset?> _done = [];

    private ulong _upTo;
    private bool _isStuck;

    /// <summary>Whether something waits to be acknowledged.</summary>
    public bool IsWaiting => _done.Values.Any(since => since is not null);

    /// <summary>Takes note that a delivery is done and to be acknowledged.</summary>
    public void Done(ulong tag, DateTimeOffset at) => _done[tag] = at;

    /// <summary>Takes note that the broker has been told what becomes of a delivery.</summary>
    public void Settled(ulong tag) => _done[tag] = null;

    /// <summary>The acknowledgements that are due, each for a delivery that the broker has had none for, as it demands.</summary>
    /// <param name="now">The time.</param>
    public IReadOnlyList<Ack> Take(DateTimeOffset now)
    {
        var acks = new List<Ack>();
        if (!_isStuck && TakeRow() is { } last)
            acks.Add(new(last, Multiple: true));

        _isStuck |= _done.Count > MostOnTheirWay;
        var late = _done.Where(delivery => delivery.Value is { } since && (_isStuck || now - since >= patience)).ToList();
        foreach (var (tag, _) in late)
        {
            _done[tag] = null;
            acks.Add(new(tag, Multiple: false));
        }

        if (_isStuck)
            _done.Clear();
        return acks;
    }

    /// <summary>Goes on to the first that is not done; returns the last on the way that needs an acknowledgement.</summary>
    private ulong? TakeRow()
    {
        ulong? last = null;
        while (_done.Remove(_upTo + 1, out var since))
        {
            _upTo++;
            if (since is not null)
                last = _upTo;
        }

        return last;
    }

    /// <summary>Of one delivery, or of all up to it.</summary>
    internal readonly record struct Ack(ulong Tag, bool Multiple);
}
