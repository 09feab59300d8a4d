using System.Collections.Concurrent;
using MassTransit;
using Messaging.Contracts;
using Messaging.Fulfillment.Results;
using Messaging.Fulfillment.Telemetry;
using Microsoft.Extensions.Logging;

namespace Messaging.Fulfillment.Tests.Dispatch;

/// <summary>A bus that records the published results, and fails on request.</summary>
internal sealed class RecordingBus
{
    public ConcurrentQueue<IFulfillmentResult> Published { get; } = [];

    /// <summary>How a publish ends; completes at once by default.</summary>
    public Func<IFulfillmentResult, CancellationToken, Task> OnPublish { get; set; } = (_, _) => Task.CompletedTask;

    public ResultPublisher CreatePublisher(
        FulfillmentMetrics metrics,
        TimeProvider time,
        ILogger<ResultPublisher> logger,
        ResultOptions? options = null) =>
        new(new(Fake.Create<IBus>(Answer)), new FixedOptions<ResultOptions>(options ?? new()), metrics, time, logger);

    private object Answer(string method, object?[] arguments) => method == nameof(IBus.Publish)
        ? PublishAsync((IFulfillmentResult)arguments[0]!, arguments.OfType<CancellationToken>().Single())
        : throw new InvalidOperationException(method);

    private async Task PublishAsync(IFulfillmentResult result, CancellationToken cancellationToken)
    {
        await OnPublish(result, cancellationToken);
        Published.Enqueue(result);
    }
}
