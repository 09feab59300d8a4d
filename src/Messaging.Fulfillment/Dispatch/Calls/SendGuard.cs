using Messaging.Contracts;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Dispatch.Calls;

/// <summary>
/// Decides, directly before each call, which of its orders may be sent: those that this worker still holds, whose
/// deadline has not passed, and, where the vendor refuses repeats, whose send intent is recorded.
/// </summary>
internal sealed class SendGuard<TEvent>(IVendorAdapter<TEvent> adapter, IClaims claims, ILease lease, TimeProvider time)
    where TEvent : class, IOrderEvent
{
    private static readonly TimeSpan LeasePollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits until this worker holds its lease, and records the send intent.</summary>
    /// <param name="orders">The orders of the call.</param>
    /// <param name="unsent">Takes those that must not be sent.</param>
    /// <param name="stopping">Ends the wait.</param>
    /// <returns>The orders that may be sent now.</returns>
    public async Task<IReadOnlyList<InFlightOrder<TEvent>>> FilterAsync(
        IReadOnlyList<InFlightOrder<TEvent>> orders, List<UnsentOrder> unsent, CancellationToken stopping)
    {
        var left = orders;
        while (true)
        {
            // The lease is renewed elsewhere; until that succeeds another worker may be taking these orders over.
            while (!lease.HoldsLease)
                await Task.Delay(LeasePollInterval, time, stopping);

            var epoch = lease.LeaseEpoch;
            left = LeaveOut(
                left, order => order.Entry.LeaseEpoch != epoch ? new(order, UnsentReason.LeaseLost) : null, unsent);
            left = LeaveOut(left, FindExpired, unsent);
            if (adapter.NeedsSendIntent() && left.Count > 0)
                left = await RecordSendIntentAsync(left, unsent, stopping);

            // Recording may have waited for the database: long enough for the lease to end, or for a deadline to pass.
            if (lease.HoldsLease && lease.LeaseEpoch == epoch)
                return LeaveOut(left, FindExpired, unsent);
        }
    }

    private async Task<IReadOnlyList<InFlightOrder<TEvent>>> RecordSendIntentAsync(
        IReadOnlyList<InFlightOrder<TEvent>> orders, List<UnsentOrder> unsent, CancellationToken stopping)
    {
        var lost = await claims.RecordSendIntentAsync([.. orders.Select(order => order.Entry.Key)], stopping);
        return lost.Count == 0
            ? orders
            : LeaveOut(
                orders, order => lost.Contains(order.Entry.Key) ? new(order, UnsentReason.TakenOver) : null, unsent);
    }

    private UnsentOrder? FindExpired(InFlightOrder<TEvent> order) =>
        !order.InDoubt && Triage.FindExpiry(order.Entry, time.GetUtcNow()) is { } failure
            ? new(order, UnsentReason.Expired, failure)
            : null;

    private static List<InFlightOrder<TEvent>> LeaveOut(
        IReadOnlyList<InFlightOrder<TEvent>> orders,
        Func<InFlightOrder<TEvent>, UnsentOrder?> findUnsent,
        List<UnsentOrder> unsent)
    {
        var kept = new List<InFlightOrder<TEvent>>(orders.Count);
        foreach (var order in orders)
        {
            if (findUnsent(order) is { } found)
                unsent.Add(found);
            else
                kept.Add(order);
        }

        return kept;
    }
}
