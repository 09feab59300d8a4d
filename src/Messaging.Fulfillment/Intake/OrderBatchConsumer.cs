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
/// Records a batch of order events from the broker in the ledger. Once they are recorded there they are acknowledged:
/// from then on the ledger is responsible for them. An order's failure is an outcome, never an exception; an exception
/// means "this process cannot work" and returns the whole batch to the queue.
/// </summary>
internal sealed partial class OrderBatchConsumer<TEvent>(
    Dispatcher<TEvent> dispatcher,
    IVendorAdapter<TEvent> adapter,
    VendorSettings<TEvent> settings,
    IClaims claims,
    LedgerMaintenance maintenance,
    Backlog<TEvent> backlog,
    FulfillmentMetrics metrics,
    TimeProvider time,
    ILogger<OrderBatchConsumer<TEvent>> logger) : IConsumer<Batch<TEvent>>
    where TEvent : class, IOrderEvent
{
    /// <summary>
    /// How long messages are held before they return to the queue: they are redelivered at once, to this worker too.
    /// </summary>
    private static readonly TimeSpan PauseBeforeReturn = TimeSpan.FromSeconds(1);

    public async Task Consume(ConsumeContext<Batch<TEvent>> context)
    {
        try
        {
            // Not the consume token, which is cancelled when the connection is lost: claimed orders are sent all the
            // same, and the ledger recognises their events when they are redelivered.
            await maintenance.Opened.WaitAsync(dispatcher.Stopping);
            await dispatcher.WaitForRoomAsync();
            await RecordAsync(context.Message);
            backlog.Observe();
        }
        catch (Exception e)
        {
            if (e is not OperationCanceledException)
                LogCannotRecord(e, adapter.Vendor, context.Message.Length);
            await Task.Delay(PauseBeforeReturn, time, CancellationToken.None);
            throw new IntakeStoppedException("The batch was not recorded; its messages go back to the queue.", e);
        }
    }

    private async Task RecordAsync(Batch<TEvent> batch)
    {
        var accounts = settings.Current.AccountNames;
        var now = time.GetUtcNow();
        var events = new Dictionary<Guid, TEvent>(batch.Length);
        var entries = new List<OrderEntry>(batch.Length);
        foreach (var message in batch)
        {
            events.TryAdd(message.Message.EventId, message.Message);
            entries.Add(OrderEntries.Create(message, adapter.Vendor, accounts, now));
        }

        var claim = await claims.ClaimAsync(entries, dispatcher.ClaimTerms, dispatcher.Stopping);
        metrics.Received(adapter.Vendor, claim.Received, claim.Duplicates);
        var lingered = batch[0].ReceiveContext.ElapsedTime;
        dispatcher.Dispatch([.. claim.Claimed.Select(entry => (entry, events[entry.EventId]))], lingered);
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "A batch of {Count} messages for {Vendor} could not be recorded and goes back to the queue")]
    private partial void LogCannotRecord(Exception exception, string vendor, int count);
}
