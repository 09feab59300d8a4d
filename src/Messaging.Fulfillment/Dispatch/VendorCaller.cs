using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch.Governing;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Telemetry;
using Messaging.Fulfillment.Vendors;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Timeout;

namespace Messaging.Fulfillment.Dispatch;

/// <summary>
/// Carries calls of one account out: records that one leaves where the vendor needs that, repeats it at once where that is safe and promising,
/// and halves it where the vendor refused it for what may be one order. Ends with an outcome for every order that is still this worker's.
/// </summary>
/// <param name="account">Whose orders they are.</param>
/// <param name="adapter">The vendor.</param>
/// <param name="settings">Its settings.</param>
/// <param name="governor">Asked before every call but the first, and told what came of each.</param>
/// <param name="ledger">Knows whose the orders are.</param>
/// <param name="metrics">The service's metrics.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of adapters that fail.</param>
internal sealed partial class VendorCaller<TEvent>(
    string account,
    IVendorAdapter<TEvent> adapter,
    VendorSettings<TEvent> settings,
    CallGovernor governor,
    ILedger ledger,
    FulfillmentMetrics metrics,
    TimeProvider time,
    ILogger<VendorCaller<TEvent>> logger)
    where TEvent : class, IOrderEvent
{
    /// <summary>Calls that may be spent on finding the bad orders of one call; what is not found by then waits in the ledger.</summary>
    private const int SplitBudget = 200;

    private readonly CallPipelines _pipelines = new(governor, time);

    /// <summary>Sends <paramref name="orders"/>; the governor has let their first call through.</summary>
    /// <param name="orders">Orders of the account.</param>
    /// <param name="report">Called once for each order that is still this worker's.</param>
    /// <param name="stopping">Lets no further call leave; what is on the wire is waited for.</param>
    /// <param name="cancellationToken">Ends an attempt on the wire; for the end of the process only.</param>
    /// <exception cref="OperationCanceledException">Stopped before all orders were reported.</exception>
    public async Task CallAsync(
        IReadOnlyList<InFlightOrder<TEvent>> orders,
        Action<InFlightOrder<TEvent>, OrderOutcome, string?> report,
        CancellationToken stopping,
        CancellationToken cancellationToken)
    {
        var parts = new Stack<IReadOnlyList<InFlightOrder<TEvent>>>([orders]);
        for (var calls = 0; parts.TryPop(out var part); calls++)
        {
            if (calls > 0 && !await governor.TryTakeTurnAsync(stopping))
            {
                metrics.Withheld(adapter.Vendor);
                Withhold(part, _ => true, "Its account was closed before it was sent.", report);
                continue;
            }

            var (sent, answer) = await AttemptAsync(part, report, stopping, cancellationToken);
            if (sent.Count == 0)
                continue;

            if (answer.Fault is { Kind: CallFaultKind.Refused } refusal && sent.Count > 1)
            {
                if (calls + 1 + parts.Count + 2 <= SplitBudget)
                {
                    metrics.Split(adapter.Vendor);
                    var half = sent.Count / 2;
                    parts.Push(sent.Skip(half).ToList());
                    parts.Push(sent.Take(half).ToList());
                    continue;
                }

                var later = new OrderOutcome.RetryLater(refusal.Code, $"Refused together with others: {refusal.Message}");
                answer = VendorAnswer.PerOrder(Enumerable.Repeat<OrderOutcome>(later, sent.Count).ToList(), answer.RequestId);
            }

            if (calls > 0 && sent.Count == 1 && answer.Outcomes[0] is OrderOutcome.Rejected)
                metrics.Isolated(adapter.Vendor);
            for (var i = 0; i < sent.Count; i++)
                report(sent[i], answer.Outcomes[i], answer.RequestId);
        }
    }

    /// <summary>Sends a call and repeats it while that may help; returns the orders that were sent last, and what was said of them.</summary>
    private async Task<(IReadOnlyList<InFlightOrder<TEvent>> Sent, VendorAnswer Answer)> AttemptAsync(
        IReadOnlyList<InFlightOrder<TEvent>> orders,
        Action<InFlightOrder<TEvent>, OrderOutcome, string?> report,
        CancellationToken stopping,
        CancellationToken cancellationToken)
    {
        var pipelines = _pipelines.For(settings.Current);
        VendorAnswer? last = null;
        var answer = await pipelines.Retry.ExecuteAsync(
            async _ =>
            {
                if (last is not null)
                {
                    if (!await governor.TryTakeTurnAsync(stopping))
                        return last;
                    metrics.Retried(adapter.Vendor);
                }

                orders = await OursAsync(orders, report, stopping);
                return last = orders.Count == 0
                    ? VendorAnswer.PerOrder([])
                    : await OnceAsync(orders, pipelines.Timeout, cancellationToken);
            },
            cancellationToken);
        return (orders, answer);
    }

    /// <summary>Those that this worker may send; the rest were taken over by another, or go back to the ledger. Asked before every call.</summary>
    private async Task<IReadOnlyList<InFlightOrder<TEvent>>> OursAsync(
        IReadOnlyList<InFlightOrder<TEvent>> orders, Action<InFlightOrder<TEvent>, OrderOutcome, string?> report, CancellationToken stopping)
    {
        while (true)
        {
            // The lease is renewed elsewhere; until that succeeds another worker may be taking these orders over.
            while (!ledger.HoldsLease)
                await Task.Delay(TimeSpan.FromMilliseconds(100), time, stopping);

            // What was claimed in a lease that was lost is not sent; should it still be this worker's it goes back to the ledger.
            var term = ledger.LeaseEpoch;
            var ours = Withhold(orders, order => order.LeaseEpoch != term, "The worker lost its lease before it was sent.", report);
            if (adapter.NeedsSendIntent() && ours.Count > 0)
                ours = await MarkAsync(ours, stopping);

            // All this may have waited for a database: long enough for the lease to end, or for a deadline to pass.
            if (ledger.HoldsLease && ledger.LeaseEpoch == term)
                return Withhold(ours, IsExpired, "Its deadline passed before it was sent.", report);
            orders = ours;
        }
    }

    /// <summary>Records that a call with these orders is about to leave; returns those that are still this worker's.</summary>
    private async Task<List<InFlightOrder<TEvent>>> MarkAsync(List<InFlightOrder<TEvent>> orders, CancellationToken stopping)
    {
        var lost = await ledger.RecordSendIntentAsync(orders.ConvertAll(order => order.Entry.Key), stopping);
        foreach (var order in orders.Where(order => lost.Contains(order.Entry.Key)))
            order.Done();
        return lost.Count == 0 ? orders : orders.FindAll(order => !lost.Contains(order.Entry.Key));
    }

    private bool IsExpired(InFlightOrder<TEvent> order) =>
        !order.InDoubt && Triage.FindExpiry(order.Entry, order.Event, time.GetUtcNow()) is not null;

    /// <summary>Leaves orders to the ledger that are not to be sent now; returns the others.</summary>
    private static List<InFlightOrder<TEvent>> Withhold(
        IReadOnlyList<InFlightOrder<TEvent>> orders,
        Predicate<InFlightOrder<TEvent>> which,
        string why,
        Action<InFlightOrder<TEvent>, OrderOutcome, string?> report)
    {
        var others = new List<InFlightOrder<TEvent>>(orders.Count);
        foreach (var order in orders)
        {
            if (which(order))
                report(order, order.NotSent(why), null);
            else
                others.Add(order);
        }

        return others;
    }

    private async Task<VendorAnswer> OnceAsync(
        IReadOnlyList<InFlightOrder<TEvent>> orders, ResiliencePipeline timeout, CancellationToken cancellationToken)
    {
        var began = time.GetUtcNow();
        using var call = metrics.StartCall(adapter.Vendor, account, orders.Select(order => order.Activity), orders.Count);
        foreach (var order in orders)
        {
            if (order.Attempts == order.Entry.Attempts)
                metrics.Waited(adapter.Vendor, began - order.Since);
            order.Sent();
        }

        VendorAnswer answer;
        try
        {
            var request = new VendorCall<TEvent>(account, orders.Select(order => order.ForCall()).ToList());
            answer = await timeout.ExecuteAsync(async token => await adapter.CallAsync(request, token), cancellationToken);
        }
        catch (TimeoutRejectedException e)
        {
            answer = VendorAnswer.WholeCall(new(CallFaultKind.Unknown, null, $"No answer within {e.Timeout}."), orders.Count);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A fault of the adapter, not of the vendor. It costs a retry, never an order.
            LogAdapterFault(e, adapter.Vendor, account, orders.Count);
            answer = VendorAnswer.WholeCall(new(CallFaultKind.Unknown, null, $"The adapter failed: {e.GetType().Name}."), orders.Count);
        }

        governor.Answered(answer.Fault, began, orders.Count);
        call.Answered(answer);
        for (var i = 0; i < orders.Count; i++)
        {
            if (MayHaveBeenDone(answer, answer.Outcomes[i]))
                orders[i].OutcomeLost();
        }

        return answer;
    }

    /// <summary>
    /// Whether the vendor may have done what it did not confirm. One that refuses repeats and asks for patience with a single order may be
    /// at work on it: "already done" is then the answer to be expected.
    /// </summary>
    private bool MayHaveBeenDone(VendorAnswer answer, OrderOutcome outcome) =>
        outcome is OrderOutcome.Unknown || (outcome is OrderOutcome.RetryLater && answer.Fault is null && adapter.NeedsSendIntent());

    [LoggerMessage(Level = LogLevel.Error, Message = "The adapter of {Vendor} failed on a call of account {Account} with {Orders} orders; they are tried again")]
    private partial void LogAdapterFault(Exception exception, string vendor, string account, int orders);
}
