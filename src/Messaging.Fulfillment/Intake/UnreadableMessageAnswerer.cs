using MassTransit;
using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Maintenance;
using Messaging.Fulfillment.Telemetry;
using Messaging.Fulfillment.Vendors;
using Microsoft.Extensions.Logging;

namespace Messaging.Fulfillment.Intake;

/// <summary>
/// Logs messages that can never be read, and answers those that say to which order event they belong.
/// </summary>
internal sealed partial class UnreadableMessageAnswerer<TEvent>(
    Dispatcher<TEvent> dispatcher,
    IVendorAdapter<TEvent> adapter,
    IClaims claims,
    LedgerMaintenance maintenance,
    FulfillmentMetrics metrics,
    TimeProvider time,
    ILogger<UnreadableMessageAnswerer<TEvent>> logger)
    where TEvent : class, IOrderEvent
{
    /// <summary>Answers a message where that is possible. Throws only that it was cancelled.</summary>
    /// <param name="body">The message's body.</param>
    /// <param name="headers">The message's headers.</param>
    /// <param name="reason">Why it cannot be read.</param>
    public async Task AnswerAsync(ReadOnlyMemory<byte> body, Headers headers, string reason)
    {
        var message = UnreadableMessage.TryRead(body);
        LogUnreadable(adapter.Vendor, message?.EventId, message?.OrderNo, reason);
        metrics.Unreadable(adapter.Vendor);
        if (message is null)
            return;
        try
        {
            await AnswerAsync(message, headers, reason);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The message is moved to the error queue all the same: kept here it would be redelivered endlessly and
            // hold up others.
            LogNotAnswered(e, adapter.Vendor, message.EventId, message.OrderNo);
        }
    }

    private async Task AnswerAsync(UnreadableMessage message, Headers headers, string reason)
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
        var claim = await claims.ClaimAsync([entry], new ClaimTerms(RecordsSendIntent: true, []), dispatcher.Stopping);
        metrics.Received(adapter.Vendor, claim.Received, claim.Duplicates);
        foreach (var claimed in claim.Claimed)
            dispatcher.Refuse(claimed, Triage.GetUnreadable(reason));
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The unreadable event {EventId} of order {OrderNo} for {Vendor} could not be answered; it is in "
            + "the error queue")]
    private partial void LogNotAnswered(Exception exception, string vendor, Guid eventId, string orderNo);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "A message on the queue of {Vendor} cannot be read and goes to the error queue "
            + "(event {EventId}, order {OrderNo}): {Reason}")]
    private partial void LogUnreadable(string vendor, Guid? eventId, string? orderNo, string reason);
}
