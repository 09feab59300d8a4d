using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch.Calls;
using Messaging.Fulfillment.Dispatch.Limiting;
using Messaging.Fulfillment.Dispatch.Settling;
using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Telemetry;
using Messaging.Fulfillment.Vendors;
using Microsoft.Extensions.Logging;

namespace Messaging.Fulfillment.Dispatch.Accounts;

/// <summary>
/// The one owner of an account's orders, from the moment they wait for a call to the moment they are settled:
/// gather a call → permit → call → split where it was refused → settle.
/// </summary>
internal sealed partial class AccountWorker<TEvent>(
    string vendor,
    string account,
    Func<VendorLimits> limits,
    CallBatcher<TEvent> batcher,
    AccountLimiter limiter,
    VendorCaller<TEvent> caller,
    Settler settler,
    FulfillmentMetrics metrics,
    TimeProvider time,
    ILogger<AccountWorker<TEvent>> logger)
    where TEvent : class, IOrderEvent
{
    private readonly LoneFailures _loneFailures = new();
    private volatile string[] _spellings = [account];

    public string Account => account;

    /// <summary>
    /// The account's name as its orders have it: a change of the settings may change upper and lower case, and orders
    /// that were recorded before keep theirs.
    /// </summary>
    public IReadOnlyCollection<string> Spellings => _spellings;

    /// <summary>How many orders wait for a call.</summary>
    public int Waiting => batcher.Count;

    public LimiterStatus Status => limiter.Status;

    /// <summary>
    /// Whether the account's orders are to stay in the ledger for now: it is suspended or held, or has enough of them
    /// here. One that may be probed and has no order to do it with gets some.
    /// </summary>
    public bool IsOnHold =>
        batcher.HasEnough
            || (limiter.Status is { HoldsOrdersBack: true } status && !(status.LacksProbe && batcher.Count == 0));

    public void Enqueue(IReadOnlyList<InFlightOrder<TEvent>> orders)
    {
        foreach (var spelling in orders.Select(order => order.Entry.Account).Distinct(StringComparer.Ordinal))
        {
            if (!_spellings.Contains(spelling, StringComparer.Ordinal))
                _spellings = [.. _spellings, spelling];
        }

        batcher.Add(orders);
        ParkIfHeldBack();
    }

    /// <summary>No more orders are coming for now: calls that wait for more are to leave.</summary>
    public void StopLingering() => batcher.Reconsider();

    /// <summary>The settings have changed: an account that was not accepted is tried at once.</summary>
    public void ProbeNow() => limiter.ProbeNow();

    /// <summary>What operators hold has changed.</summary>
    public void Reconsider()
    {
        limiter.Reconsider();
        ParkIfHeldBack();
    }

    /// <summary>Gives all orders that wait for a call back to the ledger.</summary>
    public void GiveBack(string why) => settler.GiveBack(batcher.TakeAll(), why);

    /// <summary>Starts calls until stopped; those in flight go on.</summary>
    /// <param name="stopping">Lets no further call leave.</param>
    /// <param name="ended">Ends calls in flight; for the end of the process only.</param>
    public async Task RunAsync(CancellationToken stopping, CancellationToken ended)
    {
        while (true)
        {
            await batcher.WaitForCallAsync(stopping);
            var permit = await limiter.AcquireAsync(stopping);
            var orders = permit.IsProbe ? batcher.TakeProbe() : batcher.Take(limits().OrdersPerCall);
            _ = SendAsync(orders, permit, stopping, ended);
        }
    }

    /// <summary>Sends a call and settles each of its orders. Does not throw.</summary>
    private async Task SendAsync(
        List<InFlightOrder<TEvent>> orders, CallPermit permit, CancellationToken stopping, CancellationToken ended)
    {
        using var held = permit;
        if (orders.Count == 0)
            return;
        settler.Expect(orders.Count);
        try
        {
            await SendInPartsAsync(orders, stopping, ended);
        }
        catch (Exception e)
        {
            // At the end of the process the ledger keeps what is not settled for the next worker.
            if (ended.IsCancellationRequested)
                return;
            if (e is not OperationCanceledException)
                LogCallFailed(e, vendor, account, orders.Count);
            foreach (var order in orders.Where(order => !order.IsDecided))
                settler.Settle(order, GetOutcomeOfUnfinished(order), requestId: null);
        }
    }

    /// <summary>
    /// Sends the call; one that failed for what may be one of its orders is halved until that order stands alone. Parts
    /// of the same size come one after the other, so that those of good orders show early that the account works.
    /// </summary>
    private async Task SendInPartsAsync(
        List<InFlightOrder<TEvent>> orders, CancellationToken stopping, CancellationToken ended)
    {
        var parts = new Queue<IReadOnlyList<InFlightOrder<TEvent>>>([orders]);
        for (var calls = 0; parts.TryDequeue(out var part); calls++)
        {
            if (calls > 0 && !await limiter.TryContinueAsync(stopping))
            {
                metrics.Withheld(vendor);
                settler.Return(part, "Its account was suspended or held before it was sent.");
                continue;
            }

            var result = await caller.CallAsync(part, stopping, ended);
            settler.Settle(result.Unsent);
            ParkIfHeldBack();
            if (result.Sent.Count == 0)
                continue;

            var isRepeated = calls > 0 || result.Sent.Any(order => order.Entry.Attempts > 0);
            switch (CallSplit.Decide(result.Answer.Fault, result.Sent.Count, calls + 1, parts.Count, isRepeated))
            {
                case CallSplitDecision.Halve:
                    metrics.Split(vendor);
                    var half = result.Sent.Count / 2;
                    parts.Enqueue([.. result.Sent.Take(half)]);
                    parts.Enqueue([.. result.Sent.Skip(half)]);
                    break;
                case CallSplitDecision.Defer:
                    settler.Settle(result.Sent, CallSplit.DeferAll(result.Answer, result.Sent.Count));
                    break;
                default:
                    if (calls > 0 && result.Sent.Count == 1 && result.Answer.Outcomes[0] is OrderOutcome.Rejected)
                        metrics.Isolated(vendor);
                    Settle(result.Sent, result.Answer);
                    break;
            }
        }
    }

    private void Settle(IReadOnlyList<InFlightOrder<TEvent>> sent, VendorAnswer answer)
    {
        for (var i = 0; i < sent.Count; i++)
        {
            var order = sent[i];
            var outcome = sent.Count == 1 ? FindVerdict(order, answer.Fault) ?? answer.Outcomes[i] : answer.Outcomes[i];
            if (CallSplit.IsolatesNext(answer.Fault, sent.Count, order.Attempts))
            {
                outcome = outcome switch
                {
                    OrderOutcome.RetryLater later => later with { Alone = true },
                    OrderOutcome.Unknown unknown => unknown with { Alone = true },
                    _ => outcome,
                };
            }

            settler.Settle(order, outcome, answer.RequestId);
        }
    }

    /// <summary>What ends an order that failed in a call of its own, if it did so often enough.</summary>
    private OrderOutcome? FindVerdict(InFlightOrder<TEvent> order, CallFault? fault)
    {
        if (fault is null)
        {
            _loneFailures.Forget(order.Entry.EventId);
            return null;
        }

        if (!FaultResponse.For(fault.Kind).MayBeOneOrder)
            return null;
        var failures = _loneFailures.Add(order.Entry.EventId, limiter.Status.LastSuccess, time.GetUtcNow());
        order.FailuresAlone = failures.Total;
        var verdict = LoneVerdict.Find(fault, failures, order.Attempts);
        if (verdict is not null)
            _loneFailures.Forget(order.Entry.EventId);
        return verdict;
    }

    /// <summary>
    /// Keeps the orders of a held account in the ledger; of a suspended one all but one, to probe with.
    /// </summary>
    private void ParkIfHeldBack()
    {
        if (limiter.Status is not { HoldsOrdersBack: true } status)
            return;
        var parked = status.Hold is null ? batcher.TakeAllButProbe() : batcher.TakeAll();
        if (parked.Count == 0)
            return;
        metrics.Parked(vendor, parked.Count);
        settler.GiveBack(
            parked,
            status.Hold?.ToString()
                ?? $"Its account is suspended since {status.Suspension!.Since:O}: {status.Suspension.Reason}");
    }

    private static OrderOutcome GetOutcomeOfUnfinished(InFlightOrder<TEvent> order) => order.InDoubt
        ? new OrderOutcome.Unknown(null, "The worker stopped before the outcome was known.")
        : new OrderOutcome.RetryLater(null, "The worker stopped before it was sent.") { IsVendorText = false };

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "A call to {Vendor} for account {Account} with {Orders} orders failed here; what was not answered "
            + "is tried again")]
    private partial void LogCallFailed(Exception exception, string vendor, string account, int orders);
}
