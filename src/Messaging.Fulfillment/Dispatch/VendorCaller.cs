using Messaging.Contracts;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Telemetry;
using Messaging.Fulfillment.Vendors;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Timeout;
using Outcome = Messaging.Fulfillment.Vendors.Outcome;

namespace Messaging.Fulfillment.Dispatch;

/// <summary>
/// Carries one call out: records that it leaves where the vendor needs that, repeats it at once where that is safe and promising, and
/// halves it where the vendor refused it for what may be one order. Ends with an outcome for every order that is still this worker's.
/// </summary>
internal sealed partial class VendorCaller<TEvent>(
    IVendorAdapter<TEvent> adapter,
    VendorSettings<TEvent> settings,
    ILedger ledger,
    FulfillmentMetrics metrics,
    TimeProvider time,
    ILogger<VendorCaller<TEvent>> logger)
    where TEvent : class, IOrderEvent
{
    /// <summary>Calls that may be spent on finding the bad orders of one call; what is not found by then waits in the ledger.</summary>
    private const int SplitBudget = 200;

    private const string LeaseWasLost = "The worker lost its lease before the order was sent.";

    private readonly CallPipelines _pipelines = new(time);

    /// <summary>Sends <paramref name="orders"/>; the governor has let their first call through.</summary>
    /// <param name="account">Whose orders they are.</param>
    /// <param name="orders">Orders of that account.</param>
    /// <param name="governor">Asked before every further call.</param>
    /// <param name="report">Called once for each order that is still this worker's.</param>
    /// <param name="stopping">Lets no further call leave; what is on the wire is waited for.</param>
    /// <param name="cancellationToken">Ends an attempt on the wire; for the end of the process only.</param>
    /// <exception cref="OperationCanceledException">Stopped before all orders were reported.</exception>
    public async Task CallAsync(
        string account,
        IReadOnlyList<InFlightOrder<TEvent>> orders,
        CallGovernor governor,
        Action<InFlightOrder<TEvent>, Outcome, string?> report,
        CancellationToken stopping,
        CancellationToken cancellationToken)
    {
        var parts = new Stack<(IReadOnlyList<InFlightOrder<TEvent>> Orders, bool HasTurn)>([(orders, true)]);
        for (var calls = 0; parts.TryPop(out var part); calls++)
        {
            var (sent, answer) = await AttemptAsync(account, part.Orders, part.HasTurn, governor, report, stopping, cancellationToken);
            if (sent.Count == 0)
                continue;

            if (answer.Fault is { Kind: CallFaultKind.Refused } refusal && sent.Count > 1)
            {
                if (calls + 1 + parts.Count + 2 <= SplitBudget)
                {
                    metrics.Split(adapter.Vendor);
                    var half = sent.Count / 2;
                    parts.Push((sent.Skip(half).ToList(), false));
                    parts.Push((sent.Take(half).ToList(), false));
                    continue;
                }

                var later = new Outcome.RetryLater(refusal.Code, $"Refused together with others: {refusal.Message}");
                answer = VendorAnswer.PerOrder(Enumerable.Repeat<Outcome>(later, sent.Count).ToList(), answer.RequestId);
            }

            for (var i = 0; i < sent.Count; i++)
                report(sent[i], answer.Outcomes[i], answer.RequestId);
        }
    }

    /// <summary>Sends a call and repeats it while that may help; returns the orders that were sent last, and what was said of them.</summary>
    private async Task<(IReadOnlyList<InFlightOrder<TEvent>> Sent, VendorAnswer Answer)> AttemptAsync(
        string account,
        IReadOnlyList<InFlightOrder<TEvent>> orders,
        bool hasTurn,
        CallGovernor governor,
        Action<InFlightOrder<TEvent>, Outcome, string?> report,
        CancellationToken stopping,
        CancellationToken cancellationToken)
    {
        var pipelines = _pipelines.For(settings.Current);
        var attempt = 0;
        var answer = await pipelines.Retry.ExecuteAsync(
            async _ =>
            {
                if (attempt++ > 0)
                    metrics.Retried(adapter.Vendor);
                if (attempt > 1 || !hasTurn)
                    await governor.TakeTurnAsync(stopping);

                orders = await OursAsync(orders, report, stopping);
                if (orders.Count == 0)
                    return VendorAnswer.PerOrder([]);

                var answer = await OnceAsync(account, orders, pipelines.Timeout, cancellationToken);
                if (answer.Fault is { RetryAfter: { } pause })
                    governor.CloseFor(pause);
                return answer;
            },
            cancellationToken);
        return (orders, answer);
    }

    /// <summary>Those that this worker may send; the rest were taken over by another and are done here. Asked before every call.</summary>
    private async Task<IReadOnlyList<InFlightOrder<TEvent>>> OursAsync(
        IReadOnlyList<InFlightOrder<TEvent>> orders, Action<InFlightOrder<TEvent>, Outcome, string?> report, CancellationToken stopping)
    {
        // The lease is renewed elsewhere; until that succeeds another worker may be taking these orders over.
        while (!ledger.HoldsLease)
            await Task.Delay(TimeSpan.FromMilliseconds(100), time, stopping);

        // What was claimed in a lease that was lost is not sent; should it still be this worker's it goes back to the ledger.
        var term = ledger.LeaseTerm;
        foreach (var order in orders.Where(order => order.LeaseTerm != term))
            report(order, order.MayBeDone ? new Outcome.Unknown(null, LeaseWasLost) : new Outcome.RetryLater(null, LeaseWasLost), null);

        var ours = orders.Where(order => order.LeaseTerm == term).ToList();
        if (!adapter.NeedsSendingMark() || ours.Count == 0)
            return ours;

        var lost = await ledger.MarkSendingAsync(ours.ConvertAll(order => order.Entry.EventId), stopping);
        foreach (var order in ours.Where(order => lost.Contains(order.Entry.EventId)))
            order.Done();
        return lost.Count == 0 ? ours : ours.FindAll(order => !lost.Contains(order.Entry.EventId));
    }

    private async Task<VendorAnswer> OnceAsync(
        string account, IReadOnlyList<InFlightOrder<TEvent>> orders, ResiliencePipeline timeout, CancellationToken cancellationToken)
    {
        using var call = metrics.StartCall(adapter.Vendor, account, orders.Select(order => order.Activity), orders.Count);
        foreach (var order in orders)
            order.Sent();

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
    private bool MayHaveBeenDone(VendorAnswer answer, Outcome outcome) =>
        outcome is Outcome.Unknown || (outcome is Outcome.RetryLater && answer.Fault is null && adapter.NeedsSendingMark());

    [LoggerMessage(Level = LogLevel.Error, Message = "The adapter of {Vendor} failed on a call of account {Account} with {Orders} orders; they are tried again")]
    private partial void LogAdapterFault(Exception exception, string vendor, string account, int orders);
}
