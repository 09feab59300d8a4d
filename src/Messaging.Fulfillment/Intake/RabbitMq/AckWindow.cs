using System.Runtime.InteropServices;

namespace Messaging.Fulfillment.Intake.RabbitMq;

/// <summary>
/// Decides how the deliveries of one channel are acknowledged together. They are done in any order, and one
/// acknowledgement covers all up to the first that is not done. What waits behind one that takes long is acknowledged
/// by itself. Not thread-safe.
/// </summary>
/// <param name="timeout">How long a delivery that is done waits for those before it.</param>
internal sealed class AckWindow(TimeSpan timeout)
{
    /// <summary>
    /// There are never more unacknowledged deliveries: where so many are done behind one that is not, that one is lost
    /// to this channel.
    /// </summary>
    private const int MostUnacknowledged = ushort.MaxValue;

    /// <summary>
    /// Deliveries behind the first that is not done; those without a time need no acknowledgement any more.
    /// </summary>
    private readonly SortedDictionary<ulong, DateTimeOffset?> _done = [];

    private ulong _upTo;
    private bool _isStuck;

    /// <summary>Whether something waits to be acknowledged.</summary>
    public bool IsWaiting => _done.Values.Any(since => since is not null);

    /// <summary>A delivery is done and has to be acknowledged.</summary>
    public void Done(ulong tag, DateTimeOffset at) => _done[tag] = at;

    /// <summary>The broker knows already what becomes of a delivery.</summary>
    public void Settled(ulong tag) => _done[tag] = null;

    /// <summary>Takes the acknowledgements that are due; the broker has had none for any of them.</summary>
    public IReadOnlyList<Ack> Take(DateTimeOffset now)
    {
        var acks = new List<Ack>();
        if (!_isStuck && TakeContiguous() is { } last)
            acks.Add(new(last, Multiple: true));

        _isStuck |= _done.Count > MostUnacknowledged;
        var late =
            _done.Where(delivery => delivery.Value is { } since && (_isStuck || now - since >= timeout)).ToList();
        foreach (var (tag, _) in late)
        {
            _done[tag] = null;
            acks.Add(new(tag, Multiple: false));
        }

        if (_isStuck)
            _done.Clear();
        return acks;
    }

    /// <summary>
    /// Advances to the first that is not done; returns the last one passed that needs an acknowledgement.
    /// </summary>
    private ulong? TakeContiguous()
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

    /// <summary>An acknowledgement of one delivery, or of all up to it.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Ack(ulong Tag, bool Multiple);
}
