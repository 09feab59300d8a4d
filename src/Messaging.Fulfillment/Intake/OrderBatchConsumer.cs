using MassTransit;
using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Telemetry;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Intake;

/// <summary>
/// Takes a batch of order events from the broker into the ledger. Once they are recorded there they are acknowledged: from then on the ledger
/// answers for them. An order's failure is an outcome, never an exception; an exception means "this process cannot work" and sends the whole
/// batch back to the queue.
/// </summary>
internal sealed class OrderBatchConsumer<TEvent>(
    Dispatcher<TEvent> dispatcher,
    IVendorAdapter<TEvent> adapter,
    VendorSettings<TEvent> settings,
    ILedger ledger,
    LedgerKeeper keeper,
    FulfillmentMetrics metrics,
    TimeProvider time) : IConsumer<Batch<TEvent>>
    where TEvent : class, IOrderEvent
{
    public async Task Consume(ConsumeContext<Batch<TEvent>> context)
    {
        var batch = context.Message;
        var accounts = settings.Current.AccountNames;
        var now = time.GetUtcNow();
        var events = new Dictionary<Guid, TEvent>(batch.Length);
        var entries = new List<OrderEntry>(batch.Length);
        foreach (var message in batch)
        {
            events.TryAdd(message.Message.EventId, message.Message);
            entries.Add(OrderEntries.From(message, adapter.Vendor, accounts, now));
        }

        try
        {
            // Not the consume token, which is cancelled when the connection is lost: what is claimed by then is worked on all the same, and
            // the ledger knows these events when they come again.
            await keeper.Opened.WaitAsync(dispatcher.Stopping);
            await dispatcher.WaitForRoomAsync();
            var claim = await ledger.ClaimAsync(entries, adapter.NeedsSendingMark(), dispatcher.Stopping);
            metrics.Received(adapter.Vendor, claim.Received, claim.Duplicates);
            dispatcher.Dispatch([.. claim.Claimed.Select(entry => (entry, events[entry.EventId]))], batch[0].ReceiveContext.ElapsedTime);
        }
        catch (OperationCanceledException e)
        {
            throw new IntakeStoppedException("This worker stopped before the batch was recorded; the messages go back to the queue.", e);
        }
    }
}

/// <summary>The process cannot go on with a batch; its messages go back to the queue.</summary>
internal sealed class IntakeStoppedException(string message, Exception inner) : Exception(message, inner);
