using System.Text.Json;
using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch.Limiting;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Telemetry;
using Messaging.Fulfillment.Vendors;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Timeout;

namespace Messaging.Fulfillment.Dispatch.Calls;

/// <summary>
/// One request to the vendor, measured and limited in time. Whatever happens on the way is a value in its answer, from
/// which limiter and orders learn.
/// </summary>
internal sealed partial class CallAttempt<TEvent>(
    string account,
    IVendorAdapter<TEvent> adapter,
    ILease lease,
    AccountLimiter limiter,
    FulfillmentMetrics metrics,
    TimeProvider time,
    ILogger<CallAttempt<TEvent>> logger)
    where TEvent : class, IOrderEvent
{
    /// <param name="orders">The orders to send.</param>
    /// <param name="timeout">Limits the attempt in time.</param>
    /// <param name="ended">
    /// Ends the attempt with <see cref="OperationCanceledException"/>; for the end of the process only.
    /// </param>
    public async Task<VendorAnswer> SendAsync(
        IReadOnlyList<InFlightOrder<TEvent>> orders, ResiliencePipeline timeout, CancellationToken ended)
    {
        var began = time.GetUtcNow();
        var left = time.GetTimestamp();
        using var measurement =
            metrics.StartCall(adapter.Vendor, account, orders.Select(order => order.Activity), orders.Count);
        foreach (var order in orders)
        {
            if (order.IsFresh)
                metrics.Waited(adapter.Vendor, time.GetElapsedTime(order.Arrived));
            order.CountAttempt();
        }

        using var token = new LeaseToken(lease, orders[0].Entry.LeaseEpoch, time, ended);
        var answer = await SendSafelyAsync(orders, timeout, token);
        // A call that this worker cut off says nothing of the vendor.
        if (!token.HasLeaseEnded)
            limiter.Record(answer.Fault, began, [.. orders.Select(order => order.Entry.OrderNo)]);
        measurement.Answered(
            answer.Fault?.Kind.ToString(), VendorText.GetPlainCode(answer.Fault?.Code), answer.RequestId);
        var unclear = answer.Fault is null ? answer.Outcomes.OfType<OrderOutcome.Unknown>().ToList() : [];
        if (unclear.Count > 0)
            LogUnclear(adapter.Vendor, account, unclear.Count, orders.Count, unclear[0].Message);
        IReadOnlyList<SentCall> sent = [Describe(answer, orders.Count, began, time.GetElapsedTime(left))];
        for (var i = 0; i < orders.Count; i++)
        {
            orders[i].SentIn(sent);
            if (MayHaveBeenDone(answer, answer.Outcomes[i]))
                orders[i].OutcomeLost();
        }

        return answer;
    }

    private async Task<VendorAnswer> SendSafelyAsync(
        IReadOnlyList<InFlightOrder<TEvent>> orders, ResiliencePipeline timeout, LeaseToken token)
    {
        var call = new VendorCall<TEvent>(account, orders.Select(order => order.ForCall()).ToList());
        try
        {
            return await timeout.ExecuteAsync(
                static async (state, token) =>
                    await state.Adapter.CallAsync(state.Call, token), (Adapter: adapter, Call: call), token.Token);
        }
        catch (TimeoutRejectedException e)
        {
            return Unknown($"No answer within {e.Timeout}.", orders.Count);
        }
        catch (OperationCanceledException) when (token.HasLeaseEnded)
        {
            return Unknown("The worker's lease ended before the answer came.", orders.Count);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A fault of the adapter, not of the vendor. It costs a retry, never an order.
            LogAdapterFault(e, adapter.Vendor, account, orders.Count);
            return Unknown($"The adapter failed: {e.GetType().Name}.", orders.Count);
        }
    }

    /// <summary>The call for the ledger, made once for all of its orders.</summary>
    private static SentCall Describe(VendorAnswer answer, int orders, DateTimeOffset began, TimeSpan duration) => new()
    {
        Id = Guid.CreateVersion7(began),
        Began = began,
        Duration = duration,
        Orders = orders,
        Outcome = answer.Fault is { } fault
            ? JsonNamingPolicy.CamelCase.ConvertName(fault.Kind.ToString())
            : SentCall.Answered,
        Code = VendorText.GetPlainCode(answer.Fault?.Code),
        RequestId = answer.RequestId,
    };

    private static VendorAnswer Unknown(string message, int orders) =>
        VendorAnswer.WholeCall(new(CallFaultKind.Unknown, null, message), orders);

    /// <summary>
    /// Whether the vendor may have done what it did not confirm. One that refuses repeats and asks to send a single
    /// order again later, or refuses a call without a known reason, may be processing it: "already done" is then the
    /// answer to expect.
    /// </summary>
    private bool MayHaveBeenDone(VendorAnswer answer, OrderOutcome outcome) =>
        outcome is OrderOutcome.Unknown
        || (outcome is OrderOutcome.RetryLater
            && answer.Fault is null or { Kind: CallFaultKind.Unexplained }
            && adapter.NeedsSendIntent());

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "An answer of {Vendor} for account {Account} leaves open what became of {Unclear} of {Orders} "
            + "orders; they are tried again. Of the first: {Reason}")]
    private partial void LogUnclear(string vendor, string account, int unclear, int orders, string? reason);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message =
            "The adapter of {Vendor} failed on a call of account {Account} with {Orders} orders; they are tried again")]
    private partial void LogAdapterFault(Exception exception, string vendor, string account, int orders);
}
