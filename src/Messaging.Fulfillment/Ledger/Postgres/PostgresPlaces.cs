using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Messaging.Fulfillment.Ledger.Postgres;

/// <summary>
/// Where this worker's entries are: it put them there, so the database need not look for them by their event ids. What
/// is still true of an entry only the database knows.
/// </summary>
internal sealed class PostgresPlaces
{
    private readonly ConcurrentDictionary<Guid, FreshEntry> _fresh = new();
    private readonly ConcurrentDictionary<Guid, OutboxEntry> _outbox = new();

    /// <summary>Entries were claimed as they came.</summary>
    public void Claimed(IEnumerable<KeyValuePair<Guid, FreshEntry>> entries)
    {
        foreach (var (eventId, entry) in entries)
            _fresh[eventId] = entry;
    }

    /// <summary>Whether a claim is one of an entry as it came; another of the same entry is not.</summary>
    public bool TryFind(ClaimKey claim, [NotNullWhen(true)] out FreshEntry? entry)
    {
        entry = null;
        return claim.Claim == 1 && _fresh.TryGetValue(claim.EventId, out entry);
    }

    /// <summary>A claim has ended, or was found to be another worker's.</summary>
    public void Ended(ClaimKey claim)
    {
        if (claim.Claim == 1)
            _fresh.TryRemove(claim.EventId, out _);
    }

    /// <summary>Results wait to be published.</summary>
    public void Settled(IEnumerable<KeyValuePair<Guid, OutboxEntry>> entries)
    {
        foreach (var (eventId, entry) in entries)
            _outbox[eventId] = entry;
    }

    /// <summary>Where a result waits; null where somebody else put it there.</summary>
    public OutboxEntry? FindUnpublished(Guid eventId) => _outbox.GetValueOrDefault(eventId);

    /// <summary>A result is published.</summary>
    public void Published(Guid eventId) => _outbox.TryRemove(eventId, out _);
}

/// <param name="Id">The entry's id.</param>
/// <param name="Vendor">Its vendor.</param>
/// <param name="Row">Its row of claims.</param>
internal sealed record FreshEntry(long Id, string Vendor, long Row);

/// <param name="Id">The entry's id.</param>
/// <param name="Row">Its row of outbox.</param>
internal sealed record OutboxEntry(long Id, long Row);
