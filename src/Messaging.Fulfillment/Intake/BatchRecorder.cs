using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Results;
using Messaging.Fulfillment.Telemetry;
using Messaging.Fulfillment.Vendors;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Fulfillment.Intake;

/// <summary>
/// Records a batch in the ledger: what can be sent is claimed and dispatched, what can never be sent is answered at
/// once. An order that the ledger refuses is found and put aside by itself.
/// </summary>
internal sealed class BatchRecorder<TEvent>(
    Dispatcher<TEvent> dispatcher,
    IVendorAdapter<TEvent> adapter,
    VendorSettings<TEvent> settings,
    IClaims claims,
    FulfillmentMetrics metrics,
    [FromKeyedServices(LedgerTime.Key)] TimeProvider time)
    where TEvent : class, IOrderEvent
{
    /// <summary>Of the stored events, in characters: a database takes a message of bounded size.</summary>
    private const int LargestPart = 4 * 1024 * 1024;

    /// <param name="orders">The batch.</param>
    /// <param name="lingered">How long its first message has waited for the others.</param>
    public async Task RecordAsync(IReadOnlyList<IncomingOrder<TEvent>> orders, TimeSpan lingered)
    {
        var accounts = settings.Current.AccountNames;
        var now = time.GetUtcNow();
        var failures = new Dictionary<IncomingOrder<TEvent>, Failure>();
        foreach (var order in orders)
        {
            if (Triage.FindRefusal(order.Entry, order.Message, adapter, accounts, now) is { } failure)
                failures.Add(order, failure);
        }

        foreach (var part in SplitBySize(orders))
        {
            await RecordPartAsync(
                part.FindAll(failures.ContainsKey), refused => RefuseAsync(refused, failures));
            await ClaimPartAsync(part.FindAll(order => !failures.ContainsKey(order)), lingered);
        }
    }

    /// <summary>Dispatches what was claimed, also where the rest of the part then fails.</summary>
    private async Task ClaimPartAsync(List<IncomingOrder<TEvent>> orders, TimeSpan lingered)
    {
        var claimed = new List<(OrderEntry, TEvent)>(orders.Count);
        try
        {
            await RecordPartAsync(orders, async part => claimed.AddRange(await ClaimAsync(part)));
        }
        finally
        {
            dispatcher.DispatchFresh(claimed, lingered);
        }
    }

    private async Task<IEnumerable<(OrderEntry, TEvent)>> ClaimAsync(List<IncomingOrder<TEvent>> orders)
    {
        var claim = await claims.ClaimAsync(
            orders.ConvertAll(order => order.Entry), dispatcher.ClaimTerms, dispatcher.Stopping);
        metrics.Received(adapter.Vendor, claim.Received, claim.Duplicates);
        PutAside(orders, claim.Conflicting);
        // Of an id that comes twice the ledger takes the first.
        var events = orders.DistinctBy(order => order.Entry.EventId)
            .ToDictionary(order => order.Entry.EventId, order => order.Message);
        return claim.Claimed.Select(entry => (entry, events[entry.EventId]));
    }

    private async Task RefuseAsync(
        List<IncomingOrder<TEvent>> orders, Dictionary<IncomingOrder<TEvent>, Failure> failures)
    {
        var refused = await dispatcher.RefuseAsync(orders.ConvertAll(order => (order.Entry, failures[order])));
        PutAside(orders, refused.Conflicting);
    }

    private static void PutAside(List<IncomingOrder<TEvent>> orders, IReadOnlyList<OrderEntry> conflicting)
    {
        if (conflicting.Count == 0)
            return;
        foreach (var order in orders.Where(order => conflicting.Contains(order.Entry)))
        {
            order.PutAside(
                "its eventId was used before, for another order, account or type of event; each event needs a UUID of "
                    + "its own");
        }
    }

    /// <summary>
    /// Halves what the ledger refuses until those stand alone that it refuses. Where it refuses all of several, it is
    /// not their fault: nothing is put aside, and the batch fails.
    /// </summary>
    private async Task RecordPartAsync(
        List<IncomingOrder<TEvent>> orders, Func<List<IncomingOrder<TEvent>>, Task> record)
    {
        var refused = await FindRefusedAsync(orders, record);
        if (refused.Count > 1 && refused.Count == orders.Count)
            throw new IntakeStoppedException($"The ledger refuses all orders: {refused[0].Exception.Message}");
        foreach (var (order, exception) in refused)
            order.PutAside($"the ledger refuses it ({exception.GetType().Name})");
    }

    private async Task<List<(IncomingOrder<TEvent> Order, Exception Exception)>> FindRefusedAsync(
        List<IncomingOrder<TEvent>> orders, Func<List<IncomingOrder<TEvent>>, Task> record)
    {
        if (orders.Count == 0)
            return [];
        try
        {
            await record(orders);
            return [];
        }
        catch (Exception e) when (e is not OperationCanceledException && !dispatcher.Stopping.IsCancellationRequested)
        {
            if (orders.Count == 1)
                return [(orders[0], e)];
        }

        var half = orders.Count / 2;
        return
        [
            .. await FindRefusedAsync(orders[..half], record),
            .. await FindRefusedAsync(orders[half..], record),
        ];
    }

    private static IEnumerable<List<IncomingOrder<TEvent>>> SplitBySize(
        IReadOnlyList<IncomingOrder<TEvent>> orders)
    {
        var part = new List<IncomingOrder<TEvent>>(orders.Count);
        var size = 0;
        foreach (var order in orders)
        {
            if (part.Count > 0 && size + order.Entry.Payload.Length > LargestPart)
            {
                yield return part;
                part = [];
                size = 0;
            }

            part.Add(order);
            size += order.Entry.Payload.Length;
        }

        yield return part;
    }
}
