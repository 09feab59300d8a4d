using MassTransit;
using MassTransit.Middleware.Rescue;
using MassTransit.Transports;
using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch;
using Messaging.Fulfillment.Intake.RabbitMq;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Maintenance;
using Messaging.Fulfillment.Telemetry;
using Messaging.Fulfillment.Vendors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Messaging.Fulfillment.Intake;

/// <summary>
/// Puts messages aside that can never be recorded: each is logged and counted once, answered where it says to which
/// order event it belongs, and moved out of the way.
/// </summary>
internal sealed partial class UnreadableMessages<TEvent>(
    Dispatcher<TEvent> dispatcher,
    IVendorAdapter<TEvent> adapter,
    LedgerMaintenance maintenance,
    FulfillmentMetrics metrics,
    [FromKeyedServices(LedgerTime.Key)] TimeProvider time,
    ILogger<UnreadableMessages<TEvent>> logger)
    where TEvent : class, IOrderEvent
{
    private const int HeadLength = 64 * 1024;

    /// <summary>Whether the process stops; then nothing that fails is a message's fault.</summary>
    public bool IsStopping => dispatcher.Stopping.IsCancellationRequested;

    /// <summary>Answers a message where that is possible, and moves it to the error queue.</summary>
    /// <param name="context">The message as it was delivered.</param>
    /// <param name="reason">Why it cannot be recorded; quotes nothing of it.</param>
    public async Task PutAsideAsync(ReceiveContext context, string reason)
    {
        await AnswerAsync(UnreadableMessage.TryRead(context.Body.GetBytes()), context.TransportHeaders, reason);
        await MoveAsync(context, reason);
    }

    /// <summary>
    /// The same for a message that is too large to be sent a second time: only its beginning is read, and the broker
    /// moves it where it can.
    /// </summary>
    /// <param name="context">The message as it was delivered.</param>
    /// <param name="reason">Why it is not read.</param>
    public async Task RejectAsync(ReceiveContext context, string reason)
    {
        await AnswerAsync(UnreadableMessage.TryRead(await ReadHeadAsync(context)), context.TransportHeaders, reason);
        if (!await RabbitMqOrderQueue.TryRejectAsync(context))
            await MoveAsync(context, reason);
    }

    private static async Task<byte[]> ReadHeadAsync(ReceiveContext context)
    {
        var head = new byte[HeadLength];
        await using var body = context.Body.GetStream();
        var length = await body.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false);
        return head[..length];
    }

    private static async Task MoveAsync(ReceiveContext context, string reason)
    {
        // Not what failed: its text and its causes may quote the message, and become the moved one's headers.
        var problem = new UnreadableOrderEventException(reason);
        await context.GetPayload<IErrorTransport>().Send(new RescueExceptionReceiveContext(context, problem));
        // Or the transport would take it for a message that nobody wants, and put it aside once more.
        await context.NotifyFaulted(problem);
    }

    /// <summary>
    /// Throws only that it was cancelled. A message that could not be answered is moved all the same: kept in its queue
    /// it would be redelivered endlessly and hold up others.
    /// </summary>
    private async Task AnswerAsync(UnreadableMessage? message, Headers headers, string reason)
    {
        LogPutAside(adapter.Vendor, message?.EventId, message?.OrderNo, reason);
        metrics.Unreadable(adapter.Vendor);
        if (message is null)
            return;
        try
        {
            var now = time.GetUtcNow();
            var entry = new OrderEntry
            {
                EventId = message.EventId,
                EventType = typeof(TEvent).Name,
                Vendor = adapter.Vendor,
                Account = "",
                OrderNo = message.OrderNo,
                OccurredAt = message.OccurredAt ?? now,
                ReceivedAt = now,
                Payload = "",
                TraceParent = OrderEntries.GetTraceParent(headers),
            };
            await maintenance.Opened.WaitAsync(dispatcher.Stopping);
            await dispatcher.RefuseAsync([(entry, Triage.GetUnreadable(reason))]);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogNotAnswered(e, adapter.Vendor, message.EventId, message.OrderNo);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The unreadable event {EventId} of order {OrderNo} for {Vendor} could not be answered; it is put "
            + "aside")]
    private partial void LogNotAnswered(Exception exception, string vendor, Guid eventId, string orderNo);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "A message on the queue of {Vendor} is put aside (event {EventId}, order {OrderNo}): {Reason}")]
    private partial void LogPutAside(string vendor, Guid? eventId, string? orderNo, string reason);
}
