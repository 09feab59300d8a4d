using MassTransit;
using Messaging.Contracts;
using Messaging.Fulfillment.Telemetry;
using Messaging.Fulfillment.Vendors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Messaging.Fulfillment.Intake;

/// <summary>
/// Logs envelopes of a type that this queue does not take, before they go to the skipped queue. They are not answered
/// here: an order event of another type has a queue of its own, and is answered there.
/// </summary>
internal sealed partial class MisroutedMessageFilter<TEvent>(IServiceProvider services) : IFilter<ReceiveContext>
    where TEvent : class, IOrderEvent
{
    private readonly ILogger _logger = services.GetRequiredService<ILogger<MisroutedMessageFilter<TEvent>>>();

    public Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        var vendor = services.GetRequiredService<IVendorAdapter<TEvent>>().Vendor;
        services.GetRequiredService<FulfillmentMetrics>().Unreadable(vendor);
        LogMisrouted(vendor, typeof(TEvent).Name, context.GetMessageId());
        return next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("misrouted-message");

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "A message on the queue of {Vendor} is no {EventType} and goes to the skipped queue (MessageId "
            + "{MessageId}); "
            + "bind its publisher to the right queue")]
    private partial void LogMisrouted(string vendor, string eventType, Guid? messageId);
}
