using Messaging.Fulfillment.Ledger;

namespace Messaging.Testing.Ledger;

/// <summary>The simplest ledger: a list, and the port's rules checked on it one by one.</summary>
internal sealed class LedgerModel
{
    private readonly List<Entry> _entries = [];

    public IReadOnlyList<Entry> Entries => _entries;

    public int Received { get; private set; }

    public int Count(Func<Entry, bool> predicate) => _entries.Count(predicate);

    public (
        List<OrderEntry> Claimed,
        int Received) Claim(IReadOnlyList<OrderEntry> orders, DateTimeOffset now, ClaimTerms terms)
    {
        var added = new List<Entry>();
        foreach (var order in orders.Where(order => _entries.TrueForAll(e => e.Order.EventId != order.EventId)))
        {
            var entry = new Entry { Order = order, DueAt = now };
            _entries.Add(entry);
            added.Add(entry);
        }

        Received += added.Count;
        return (
            [.. added.Where(e => !IsOnHold(e, terms) && IsFree(e)).ToList().Select(entry => Take(entry, terms))],
            added.Count);
    }

    /// <summary>All that may be claimed now, whatever their number.</summary>
    public List<Entry> FindDue(DateTimeOffset now, ClaimTerms terms, DateTimeOffset overdueBefore) =>
    [
        .. _entries
            .Where(e => e.State == State.Waiting && e.DueAt <= now && (
                !IsOnHold(e, terms) || IsAnswerable(e, now, overdueBefore)) && IsFree(e))
            .OrderBy(e => e.DueAt).ThenBy(e => e.Order.EventId),
    ];

    public OrderEntry Take(Entry entry, ClaimTerms terms)
    {
        entry.Claim++;
        var claimed = entry.Order with
        {
            Claim = entry.Claim,
            Attempts = entry.Attempts,
            InDoubt = entry.InDoubt,
            Superseded = _entries.Exists(
                e => e.SameOrder(entry) && e.Succeeded == true && e.Order.OccurredAt > entry.Order.OccurredAt),
        };
        entry.State = State.Claimed;
        entry.InDoubt |= !terms.RecordsSendIntent;
        return claimed;
    }

    /// <summary>Releases what the worker owns: it is dead, or stops.</summary>
    public void Free(DateTimeOffset now)
    {
        foreach (var entry in _entries.Where(e => e.State == State.Claimed))
        {
            entry.State = State.Waiting;
            entry.DueAt = now;
        }

        foreach (var entry in _entries.Where(e => e.State == State.Settled))
            entry.Unowned = true;
    }

    private static bool IsOnHold(Entry entry, ClaimTerms terms) =>
        terms.OnHold.Contains(entry.Order.Account, StringComparer.Ordinal);

    private static bool IsAnswerable(Entry entry, DateTimeOffset now, DateTimeOffset overdueBefore) =>
        entry.Order.ReceivedAt < overdueBefore || (entry.Order.Deadline < now && !entry.InDoubt);

    /// <summary>Invariants 2 and 3: no event of the order is in work, and none comes before this one.</summary>
    private bool IsFree(Entry entry) => _entries
        .Where(e => e.SameOrder(entry) && e.State is (State.Waiting or State.Claimed))
        .All(e => e.State == State.Waiting && !e.Precedes(entry));

    public enum State
    {
        Waiting,
        Claimed,
        Settled,
        Published,
    }

    public sealed class Entry
    {
        public required OrderEntry Order { get; init; }

        public State State { get; set; }

        public DateTimeOffset DueAt { get; set; }

        public int Claim { get; set; }

        public ClaimKey Key => new(Order.EventId, Claim);

        public int Attempts { get; set; }

        public bool InDoubt { get; set; }

        public bool? Succeeded { get; set; }

        public bool Unowned { get; set; }

        public bool SameOrder(Entry other) =>
            (Order.Account, Order.OrderNo) == (other.Order.Account, other.Order.OrderNo);

        public bool Precedes(Entry other) => (!InDoubt, Order.OccurredAt, Order.EventId)
            .CompareTo((!other.InDoubt, other.Order.OccurredAt, other.Order.EventId)) < 0;
    }
}
