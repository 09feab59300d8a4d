using System.Threading.Channels;
using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch.Calls;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Results;
using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Telemetry;
using Messaging.Fulfillment.Vendors;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Messaging.Fulfillment.Dispatch.Settling;

/// <summary>
/// Settles orders in the ledger. Decisions that arrive while the ledger is busy are settled together with the next
/// statement, so that many small calls cost the ledger as little as one large one.
/// </summary>
internal sealed partial class Settler(
    string vendor,
    IClaims claims,
    SettledResults results,
    OrdersInFlight inFlight,
    IOptionsMonitor<RetryOptions> retries,
    FulfillmentMetrics metrics,
    TimeProvider time,
    ILogger<Settler> logger)
{
    private const int MaxTogether = 2000;
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(2);

    private readonly Channel<(InFlightEntry Order, Decision Decision)> _decided =
        Channel.CreateUnbounded<(InFlightEntry, Decision)>(new() { SingleReader = true });

    /// <summary>Counts orders that are about to be settled, so that a stop waits for them.</summary>
    public void Expect(int orders) => inFlight.AddUnderWay(orders);

    /// <summary>Settles the orders of a call as the vendor answered. They have to be expected.</summary>
    public void Settle(IReadOnlyList<InFlightEntry> sent, VendorAnswer answer)
    {
        for (var i = 0; i < sent.Count; i++)
            Settle(sent[i], answer.Outcomes[i], answer.RequestId);
    }

    /// <summary>Settles orders that a call left out. They have to be expected.</summary>
    public void Settle(IReadOnlyList<UnsentOrder> unsent)
    {
        foreach (var (order, reason, failure) in unsent)
        {
            if (failure is not null)
                Post(order, SettlementDecision.Refuse(order.Entry, failure, order.Calls, time.GetUtcNow()));
            else if (reason is UnsentReason.TakenOver)
                Finish(order);
            else
                Return([order], "The worker lost its lease before it was sent.");
        }
    }

    /// <summary>Settles an order by its outcome. It has to be expected.</summary>
    public void Settle(InFlightEntry order, OrderOutcome outcome, string? requestId) => Post(
        order,
        SettlementDecision.Decide(
            order.Entry,
            outcome,
            order.Attempts,
            order.FailuresAlone ?? order.Attempts,
            order.InDoubt,
            order.Calls,
            requestId,
            time.GetUtcNow(),
            retries.CurrentValue,
            Random.Shared.NextDouble()));

    /// <summary>Answers an order that cannot be sent.</summary>
    public void Refuse(InFlightEntry order, Failure failure)
    {
        Expect(1);
        Post(order, SettlementDecision.Refuse(order.Entry, failure, order.Calls, time.GetUtcNow()));
    }

    /// <summary>
    /// Records order events that can never be sent with their results, and publishes those that are new to the ledger.
    /// </summary>
    public async Task<RefusalResult> RefuseAsync(
        IReadOnlyList<(OrderEntry Entry, Failure Failure)> orders, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var failed = orders
            .Select(order => (
                order.Entry,
                Result: ResultEvents.CreateFailed(order.Entry, order.Failure, attempts: 0, requestId: null, now)))
            .ToList();
        var refused = await claims.RefuseAsync(
            failed.ConvertAll(order => new Refusal(order.Entry, order.Result.Stored)), cancellationToken);
        metrics.Received(vendor, refused.Recorded.Count, refused.Duplicates);

        var settled = new List<(InFlightEntry, ResultEvent)>(refused.Recorded.Count);
        foreach (var (entry, result) in failed.DistinctBy(order => order.Entry.EventId))
        {
            if (!refused.Recorded.Contains(entry.EventId))
                continue;
            Count(result);
            var activity =
                FulfillmentSpans.StartOrder(entry.Vendor, entry.OrderNo, entry.EventType, entry.TraceParent);
            settled.Add((new(entry with { Payload = "" }, activity) { IsDecided = true }, result));
        }

        inFlight.AddClaimed(settled.Count);
        Expect(settled.Count);
        if (settled.Count > 0)
            results.Publish(settled);
        return refused;
    }

    /// <summary>Gives orders that wait for a call back to the ledger; it costs them no attempt.</summary>
    public void GiveBack(IReadOnlyList<InFlightEntry> orders, string why)
    {
        Expect(orders.Count);
        Return(orders, why);
    }

    /// <summary>Returns expected orders to the ledger as they came: they were not sent.</summary>
    public void Return(IReadOnlyList<InFlightEntry> orders, string why)
    {
        foreach (var order in orders)
        {
            var unsent = new OrderOutcome.RetryLater(null, why, After: TimeSpan.Zero, Alone: order.Entry.Alone)
            {
                IsVendorText = false,
            };
            Settle(order, unsent, requestId: null);
        }
    }

    /// <summary>Settles until cancelled; what is left then is found in the ledger by the next worker.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var batch = new List<(InFlightEntry Order, Decision Decision)>(MaxTogether);
        while (await _decided.Reader.WaitToReadAsync(cancellationToken))
        {
            batch.Clear();
            while (batch.Count < MaxTogether && _decided.Reader.TryRead(out var item))
                batch.Add(item);
            if (await TrySettleAsync(batch, cancellationToken))
                continue;

            // One that the ledger refuses must not hold up the rest.
            foreach (var item in batch.ToArray())
            {
                if (!await TrySettleAsync([item], cancellationToken))
                    _ = PostAgainAsync(item.Order, item.Decision, cancellationToken);
            }
        }
    }

    private async Task<bool> TrySettleAsync(
        List<(InFlightEntry Order, Decision Decision)> batch, CancellationToken cancellationToken)
    {
        IReadOnlySet<ClaimKey> lost;
        try
        {
            lost = await claims.SettleAsync(batch.ConvertAll(item => item.Decision.Settlement), cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotSettled(e, batch.Count, vendor);
            return false;
        }

        var settled = new List<(InFlightEntry, ResultEvent)>(batch.Count);
        foreach (var (order, decision) in batch)
        {
            if (decision.Result is { } result && !lost.Contains(order.Entry.Key))
            {
                Count(result);
                settled.Add((order, result));
                continue;
            }

            if (decision.Result is null && !lost.Contains(order.Entry.Key))
                metrics.Deferred(vendor);
            Finish(order);
        }

        if (settled.Count > 0)
            results.Publish(settled);
        return true;
    }

    private async Task PostAgainAsync(InFlightEntry order, Decision decision, CancellationToken cancellationToken)
    {
        await Task.Delay(PauseAfterFailure, time, cancellationToken);
        Post(order, decision);
    }

    /// <summary>The channel is bounded by the orders in flight, which the intake bounds.</summary>
    private void Post(InFlightEntry order, Decision decision)
    {
        order.IsDecided = true;
        _decided.Writer.TryWrite((order, decision));
    }

    private void Finish(InFlightEntry order)
    {
        order.IsDecided = true;
        order.Dispose();
        inFlight.Finish();
    }

    private void Count(ResultEvent result)
    {
        if (result.Message is not FulfillmentFailed failed)
        {
            metrics.Succeeded(vendor);
            return;
        }

        metrics.Failed(vendor, failed.Reason);
        LogFailed(vendor, OrderNumberRule.Shorten(failed.OrderNo), failed.Reason, GetLoggedCode(failed.VendorCode));
    }

    private static string GetLoggedCode(string? code) =>
        code is null ? "none" : VendorText.GetPlainCode(code) ?? "of no usual form";

    // Without any text: a vendor's may quote the order's receiver.
    [LoggerMessage(
        Level = LogLevel.Warning, Message = "Order {OrderNo} failed at {Vendor}: {Reason}, vendor code {Code}")]
    private partial void LogFailed(string vendor, string orderNo, FailureReason reason, string code);

    [LoggerMessage(
        Level = LogLevel.Error, Message = "{Count} outcomes of {Vendor} could not be settled; they are kept and "
            + "tried again")]
    private partial void LogNotSettled(Exception exception, int count, string vendor);
}
