using MassTransit;
using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch;
using Messaging.Fulfillment.Maintenance;
using Microsoft.Extensions.Logging;

namespace Messaging.Fulfillment.Intake;

/// <summary>
/// Records a batch of order events from the broker in the ledger. Once they are recorded there they are acknowledged:
/// from then on the ledger is responsible for them. An order's failure is an outcome, never an exception; an exception
/// means "this process cannot work" and returns the whole batch to the queue.
/// </summary>
internal sealed partial class OrderBatchConsumer<TEvent>(
    Dispatcher<TEvent> dispatcher,
    BatchRecorder<TEvent> recorder,
    LedgerMaintenance maintenance,
    Backlog<TEvent> backlog,
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
                LogCannotRecord(dispatcher.Vendor, context.Message.Length, e.Message);
            await Task.Delay(PauseBeforeReturn, time, CancellationToken.None);
            throw new IntakeStoppedException("The batch was not recorded; its messages go back to the queue.");
        }
    }

    private Task RecordAsync(Batch<TEvent> batch)
    {
        var orders = new List<IncomingOrder<TEvent>>(batch.Length);
        foreach (var message in batch)
            orders.Add(message.GetPayload<IncomingOrder<TEvent>>());
        return recorder.RecordAsync(orders, batch[0].ReceiveContext.ElapsedTime);
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "A batch of {Count} messages for {Vendor} could not be recorded and goes back to the queue: "
            + "{Reason}")]
    private partial void LogCannotRecord(string vendor, int count, string reason);
}
