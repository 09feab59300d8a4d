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
/// <param name="failures">Where they are found, and taken on again.</param>
/// <param name="time">The ledger's.</param>
public sealed class FailedOrders(
    IFailures failures, [FromKeyedServices(LedgerTime.Key)] TimeProvider time)
{
    /// <summary>Has them tried again, each once: a failure that has been retried already is left alone.</summary>
    /// <param name="eventIds">The ids of order events that failed.</param>
    /// <param name="liftDeadline">Whether they may be sent although their deadline has passed.</param>
    /// <param name="note">Who has them tried again, and why; recorded for each vendor.</param>
    /// <param name="cancellationToken">Gives up waiting for the ledger; some may have been taken on.</param>
    public async Task<RetryCounts> RetryAsync(
        IReadOnlyCollection<Guid> eventIds,
        bool liftDeadline,
        AuditNote note,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(eventIds);
        var asked = eventIds.Distinct().ToArray();
        var failed = await failures.ReadFailedAsync(asked, cancellationToken);
        var (started, known) = (0, 0);
        foreach (var ofVendor in failed.GroupBy(entry => entry.Vendor, StringComparer.Ordinal))
        {
            OrderEntry[] retries =
                [.. ofVendor.Select(entry => RetryEntry.Create(entry, liftDeadline, time.GetUtcNow()))];
            var taken = await failures.RetryAsync(retries, note, cancellationToken);
            started += taken;
            known += retries.Length - taken;
        }

        return new(started, known, asked.Length - failed.Count);
    }
}
