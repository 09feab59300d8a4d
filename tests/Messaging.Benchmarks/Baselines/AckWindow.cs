namespace Messaging.Benchmarks.Baselines;

/// <summary>
/// Finds the tag up to which deliveries can be acknowledged at once: groups of them end in any order, and one
/// acknowledgement covers all up to the first unfinished one. Not thread-safe.
/// </summary>
internal sealed class AckWindow
{
    private readonly Dictionary<ulong, ulong> _done = [];

    /// <summary>The tag up to which everything is done; 0 at first.</summary>
    public ulong UpTo { get; private set; }

    /// <summary>Records that the deliveries from one tag to another are done.</summary>
    public void Finish(ulong first, ulong last)
    {
        _done.Add(first, last);
        while (_done.Remove(UpTo + 1, out var end))
            UpTo = end;
    }
}
