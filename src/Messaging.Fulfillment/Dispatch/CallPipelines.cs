using Messaging.Fulfillment.Dispatch.Governing;
using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;
using Polly;
using Polly.Retry;

namespace Messaging.Fulfillment.Dispatch;

/// <summary>The Polly pipelines around the calls of an account, made anew when the settings have changed.</summary>
internal sealed class CallPipelines(CallGovernor governor, TimeProvider time)
{
    private Set? _current;

    /// <summary>The pipelines for <paramref name="limits"/>.</summary>
    public Set For(VendorLimits limits)
    {
        var current = _current;
        if (current is null || !ReferenceEquals(current.Limits, limits))
            _current = current = new(limits, BuildRetry(limits), BuildTimeout(limits));
        return current;
    }

    /// <summary>Whether sending the same call again at once is safe and may help.</summary>
    private bool IsPassing(VendorAnswer answer, VendorLimits limits) =>
        !governor.Status.HoldsOrdersBack
        && answer.Fault is { Kind: CallFaultKind.NotSent or CallFaultKind.Unavailable or CallFaultKind.RateLimited or CallFaultKind.Unknown } fault
        && !(fault.RetryAfter > limits.QuickRetryDelay * 10);

    private ResiliencePipeline<VendorAnswer> BuildRetry(VendorLimits limits)
    {
        var builder = new ResiliencePipelineBuilder<VendorAnswer> { TimeProvider = time };
        if (limits.QuickRetries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<VendorAnswer>
            {
                ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Result is { } answer && IsPassing(answer, limits)),
                MaxRetryAttempts = limits.QuickRetries,
                BackoffType = DelayBackoffType.Exponential,
                Delay = limits.QuickRetryDelay,
                UseJitter = true,
                DelayGenerator = arguments => ValueTask.FromResult(arguments.Outcome.Result?.Fault?.RetryAfter),
            });
        }

        return builder.Build();
    }

    private ResiliencePipeline BuildTimeout(VendorLimits limits) =>
        new ResiliencePipelineBuilder { TimeProvider = time }.AddTimeout(limits.AttemptTimeout).Build();

    internal sealed record Set(VendorLimits Limits, ResiliencePipeline<VendorAnswer> Retry, ResiliencePipeline Timeout);
}
