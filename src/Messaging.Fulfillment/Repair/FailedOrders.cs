using Messaging.Fulfillment.Ledger;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Fulfillment.Repair;

/// <summary>Has order events that failed tried again.</summary>
/// <remarks>
/// A result never changes. What is tried again is a new order event with the same content and an id of its own; its
/// result names the one that failed (<c>retryOf</c>). It waits in the ledger like any other, until a worker takes it:
/// one that occurred before something that was applied meanwhile is answered as superseded, its account may be on hold,
/// and it is given up after the usual time, which begins anew.
/// </remarks>
/// <param name="failures">Where they are found.</param>
/// <param name="claims">Where they are taken on.</param>
/// <param name="time">The ledger's.</param>
public sealed class FailedOrders(
    IFailures failures, IClaims claims, [FromKeyedServices(LedgerTime.Key)] TimeProvider time)
{
    /// <summary>Has them tried again, each once: a failure that has been retried already is left alone.</summary>
    /// <param name="eventIds">The ids of order events that failed.</param>
    /// <param name="liftDeadline">Whether they may be sent although their deadline has passed.</param>
    /// <param name="cancellationToken">Gives up waiting for the ledger; some may have been taken on.</param>
    public async Task<RetryCounts> RetryAsync(
        IReadOnlyCollection<Guid> eventIds, bool liftDeadline, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(eventIds);
        var asked = eventIds.Distinct().ToArray();
        var failed = await failures.ReadFailedAsync(asked, cancellationToken);
        var (started, known) = (0, 0);
        foreach (var ofVendor in failed.GroupBy(entry => entry.Vendor, StringComparer.Ordinal))
        {
            OrderEntry[] retries = [.. ofVendor.Select(entry => entry with
            {
                EventId = RetryId.Of(entry.EventId),
                RetryOf = entry.EventId,
                ReceivedAt = time.GetUtcNow(),
                Deadline = liftDeadline ? null : entry.Deadline,
            })];
            // On hold for this one step: whichever worker of the vendor has the time takes them from the ledger.
            string[] accounts = [.. retries.Select(entry => entry.Account).Distinct(StringComparer.Ordinal)];
            var taken = await claims.ClaimAsync(retries, new(RecordsSendIntent: true, accounts), cancellationToken);
            started += taken.Received;
            known += taken.Duplicates;
        }

        return new(started, known, asked.Length - failed.Count);
    }
}
