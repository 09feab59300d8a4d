using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch.Limiting;
using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;
using Polly;
using Polly.Retry;

namespace Messaging.Fulfillment.Dispatch.Calls;

/// <summary>The Polly pipelines around the calls of an account, built anew when the settings have changed.</summary>
internal sealed class CallPipelines<TEvent>(AccountLimiter limiter, TimeProvider time)
    where TEvent : class, IOrderEvent
{
    private static readonly ResiliencePropertyKey<CallResult<TEvent>?> PreviousKey = new("previous");

    private Set? _current;

    /// <summary>The result of the previous attempt; null in the first one.</summary>
    public static CallResult<TEvent>? GetPrevious(ResilienceContext context) =>
        context.Properties.GetValue(PreviousKey, null);

    /// <summary>The pipelines for <paramref name="limits"/>.</summary>
    public Set For(VendorLimits limits)
    {
        var current = _current;
        if (current is null || !ReferenceEquals(current.Limits, limits))
            _current = current = new(limits, BuildRepeat(limits), BuildTimeout(limits));
        return current;
    }

    /// <summary>Whether sending the same call again at once is safe and may help.</summary>
    private bool IsWorthRepeating(CallResult<TEvent> result, VendorLimits limits) =>
        result.Answer.Fault is { } fault
        && FaultResponse.For(fault.Kind) is { RepeatNow: true } response
        // What went wrong before and may be one order's doing is looked for instead.
        && !(response.MayBeOneOrder && result.Sent.Any(order => order.Entry.Attempts > 0))
        && !(fault.RetryAfter > limits.QuickRetryDelay * 10)
        && !limiter.Status.HoldsOrdersBack;

    private ResiliencePipeline<CallResult<TEvent>> BuildRepeat(VendorLimits limits)
    {
        var builder = new ResiliencePipelineBuilder<CallResult<TEvent>> { TimeProvider = time };
        if (limits.QuickRetries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<CallResult<TEvent>>
            {
                ShouldHandle = arguments =>
                    ValueTask.FromResult(
                        arguments.Outcome.Result is { } result && IsWorthRepeating(result, limits)),
                MaxRetryAttempts = limits.QuickRetries,
                BackoffType = DelayBackoffType.Exponential,
                Delay = limits.QuickRetryDelay,
                UseJitter = true,
                DelayGenerator = arguments => ValueTask.FromResult(arguments.Outcome.Result?.Answer.Fault?.RetryAfter),
                OnRetry = arguments =>
                {
                    arguments.Context.Properties.Set(PreviousKey, arguments.Outcome.Result);
                    return ValueTask.CompletedTask;
                },
            });
        }

        return builder.Build();
    }

    private ResiliencePipeline BuildTimeout(VendorLimits limits) =>
        new ResiliencePipelineBuilder { TimeProvider = time }.AddTimeout(limits.AttemptTimeout).Build();

    internal sealed record Set(
        VendorLimits Limits, ResiliencePipeline<CallResult<TEvent>> Repeat, ResiliencePipeline Timeout);
}
