using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch.Limiting;
using Messaging.Fulfillment.Telemetry;
using Messaging.Fulfillment.Vendors;
using Polly;

namespace Messaging.Fulfillment.Dispatch.Calls;

/// <summary>
/// Carries out one call of an account: guard → attempt, and both again where that is safe and may help. Returns
/// the last attempt's result.
/// </summary>
internal sealed class VendorCaller<TEvent>(
    string vendor,
    Func<VendorLimits> limits,
    SendGuard<TEvent> guard,
    CallAttempt<TEvent> attempt,
    AccountLimiter limiter,
    FulfillmentMetrics metrics,
    TimeProvider time)
    where TEvent : class, IOrderEvent
{
    private readonly CallPipelines<TEvent> _pipelines = new(limiter, time);

    /// <summary>Sends <paramref name="orders"/>, under a permit that the caller holds.</summary>
    /// <param name="orders">Orders of the account.</param>
    /// <param name="stopping">Lets no further call leave; one in flight is waited for.</param>
    /// <param name="ended">Ends a call in flight; for the end of the process only.</param>
    /// <exception cref="OperationCanceledException">Stopped before the orders had an outcome.</exception>
    public async Task<CallResult<TEvent>> CallAsync(
        IReadOnlyList<InFlightOrder<TEvent>> orders, CancellationToken stopping, CancellationToken ended)
    {
        var pipelines = _pipelines.For(limits());
        var context = ResilienceContextPool.Shared.Get(ended);
        try
        {
            return await pipelines.Repeat.ExecuteAsync(
                static (context, state) => state.Caller.AttemptAsync(context, state), context, new Call(
                    this, orders, pipelines.Timeout, stopping));
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async ValueTask<CallResult<TEvent>> AttemptAsync(ResilienceContext context, Call call)
    {
        var previous = CallPipelines<TEvent>.GetPrevious(context);
        if (previous is not null)
        {
            if (!await limiter.TryContinueAsync(call.Stopping))
                return previous;
            metrics.Retried(vendor);
        }

        List<UnsentOrder> unsent = [.. previous?.Unsent ?? []];
        var sendable = await guard.FilterAsync(previous?.Sent ?? call.Orders, unsent, call.Stopping);
        var answer = sendable.Count == 0
            ? VendorAnswer.PerOrder([])
            : await attempt.SendAsync(sendable, call.Timeout, context.CancellationToken);
        return new(sendable, answer, unsent);
    }

    private sealed record Call(
        VendorCaller<TEvent> Caller,
        IReadOnlyList<InFlightOrder<TEvent>> Orders,
        ResiliencePipeline Timeout,
        CancellationToken Stopping);
}
