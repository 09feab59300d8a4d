using System.Runtime.ExceptionServices;
using MassTransit;
using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Maintenance;
using Messaging.Fulfillment.Telemetry;
using Messaging.Fulfillment.Vendors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Messaging.Fulfillment.Intake;

/// <summary>
/// First on an endpoint's error pipe. What failed because this process stops goes back to the queue. What can never be read goes on to the
/// error queue, and is answered first where it says whom to answer.
/// </summary>
internal sealed partial class UnreadableMessageFilter<TEvent>(IServiceProvider services) : IFilter<ExceptionReceiveContext>
    where TEvent : class, IOrderEvent
{
    private readonly ILogger _logger = services.GetRequiredService<ILogger<UnreadableMessageFilter<TEvent>>>();

    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        if (context.Exception.GetBaseException() is OperationCanceledException || context.Exception is IntakeStoppedException)
            ExceptionDispatchInfo.Throw(context.Exception);

        var vendor = services.GetRequiredService<IVendorAdapter<TEvent>>().Vendor;
        var reason = context.Exception.GetBaseException().Message;
        var readable = UnreadableMessage.TryRead(context.Body.GetBytes());
        LogUnreadable(vendor, readable?.EventId, readable?.OrderNo, reason);
        services.GetRequiredService<FulfillmentMetrics>().Unreadable(vendor);
        try
        {
            if (readable is not null)
                await AnswerAsync(readable, vendor, context.TransportHeaders, reason);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // It is moved all the same: kept here it would come again and again and hold others up.
            LogNotAnswered(e, vendor, readable!.EventId, readable.OrderNo);
        }

        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("unreadable-message");

    private async Task AnswerAsync(UnreadableMessage message, string vendor, Headers headers, string reason)
    {
        var dispatcher = services.GetRequiredService<Dispatcher<TEvent>>();
        var ledger = services.GetRequiredService<ILedger>();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var entry = new OrderEntry
        {
            EventId = message.EventId,
            EventType = typeof(TEvent).Name,
            Vendor = vendor,
            Account = "",
            OrderNo = message.OrderNo,
            OccurredAt = message.OccurredAt ?? now,
            ReceivedAt = now,
            Payload = "",
            TraceParent = OrderEntries.TraceParentOf(headers),
        };
        await services.GetRequiredService<LedgerMaintenance>().Opened.WaitAsync(dispatcher.Stopping);
        var claim = await ledger.ClaimAsync([entry], new ClaimTerms(RecordsSendIntent: true, []), dispatcher.Stopping);
        services.GetRequiredService<FulfillmentMetrics>().Received(vendor, claim.Received, claim.Duplicates);
        foreach (var claimed in claim.Claimed)
            dispatcher.Refuse(claimed, UnreadableMessage.Failure(reason));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The unreadable event {EventId} of order {OrderNo} for {Vendor} could not be answered; it is in the error queue")]
    private partial void LogNotAnswered(Exception exception, string vendor, Guid eventId, string orderNo);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "A message on the queue of {Vendor} cannot be read and goes to the error queue (event {EventId}, order {OrderNo}): {Reason}")]
    private partial void LogUnreadable(string vendor, Guid? eventId, string? orderNo, string reason);
}
