namespace Messaging.Fulfillment.Intake;

/// <summary>
/// Finds out how deliveries of one channel can be acknowledged together: they are done in any order, and one acknowledgement covers all up to the first
/// that is not. What waits behind one that takes long is acknowledged by itself. For one thread.
/// </summary>
/// <param name="patience">How long a delivery that is done waits for those before it.</param>
internal sealed class AckLine(TimeSpan patience)
{
    /// <summary>Deliveries behind the first that is not done; those without a time need no acknowledgement any more.</summary>
    private readonly SortedDictionary<ulong, DateTimeOffset?> _done = [];

    private ulong _upTo;

    /// <summary>Whether something waits to be acknowledged.</summary>
    public bool IsWaiting => _done.Values.Any(since => since is not null);

    /// <summary>Takes note that a delivery is done and to be acknowledged.</summary>
    public void Done(ulong tag, DateTimeOffset at) => _done[tag] = at;

    /// <summary>Takes note that the broker has been told what becomes of a delivery.</summary>
    public void Settled(ulong tag) => _done[tag] = null;

    /// <summary>The acknowledgements that are due, each for a delivery that the broker has had none for, as it demands.</summary>
    /// <param name="now">The time.</param>
    public IEnumerable<Ack> Take(DateTimeOffset now)
    {
        ulong? last = null;
        while (_done.Remove(_upTo + 1, out var since))
        {
            _upTo++;
            if (since is not null)
                last = _upTo;
        }

        if (last is { } tag)
            yield return new(tag, Multiple: true);

        foreach (var late in _done.Where(delivery => now - delivery.Value >= patience).Select(delivery => delivery.Key).ToList())
        {
            _done[late] = null;
            yield return new(late, Multiple: false);
        }
    }

    /// <summary>Of one delivery, or of all up to it.</summary>
    internal readonly record struct Ack(ulong Tag, bool Multiple);
}
