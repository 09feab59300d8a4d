using Messaging.Contracts;
using Messaging.Fulfillment.Intake;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Vendors;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Messaging.Fulfillment.Dispatch;

/// <summary>
/// Brings the ledger's due entries back to the dispatcher: deferred ones, ones whose predecessor is settled, and what a crashed worker
/// left. They join the calls of fresh orders.
/// </summary>
internal sealed partial class DueOrders<TEvent>(
    Dispatcher<TEvent> dispatcher,
    IVendorAdapter<TEvent> adapter,
    VendorSettings<TEvent> settings,
    ILedger ledger,
    LedgerKeeper keeper,
    IOptionsMonitor<LedgerOptions> options,
    TimeProvider time,
    ILogger<DueOrders<TEvent>> logger) : BackgroundService
    where TEvent : class, IOrderEvent
{
    private int _inFlight;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await keeper.Opened.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(options.CurrentValue.PollInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await ClaimAsync(stoppingToken))
                {
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(e, adapter.Vendor);
            }
        }
    }

    /// <summary>Claims up to two batches' worth of due entries, those in flight included; true when there may be more.</summary>
    private async Task<bool> ClaimAsync(CancellationToken cancellationToken)
    {
        var room = settings.Current.EffectiveBatchSize * 2 - Volatile.Read(ref _inFlight);
        if (room <= 0)
            return false;

        var entries = await ledger.ClaimDueAsync(adapter.Vendor, adapter.NeedsSendingMark(), room, cancellationToken);
        if (entries.Count == 0)
            return false;

        Interlocked.Add(ref _inFlight, entries.Count);
        _ = DispatchAsync(entries);
        return entries.Count == room;
    }

    private async Task DispatchAsync(IReadOnlyList<OrderEntry> entries)
    {
        try
        {
            var readable = new List<(OrderEntry, TEvent)>(entries.Count);
            var unreadable = new List<Task>();
            foreach (var entry in entries)
            {
                if (OrderEntries.ReadEvent<TEvent>(entry) is { } orderEvent)
                    readable.Add((entry, orderEvent));
                else
                    unreadable.Add(dispatcher.RefuseAsync(entry, UnreadableMessage.Failure("its content cannot be read")));
            }

            await dispatcher.DispatchAsync(readable, waited: TimeSpan.Zero);
            await Task.WhenAll(unreadable);
        }
        catch (OperationCanceledException)
        {
            // The process ends; the entries stay in the ledger.
        }
        finally
        {
            Interlocked.Add(ref _inFlight, -entries.Count);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Due orders of {Vendor} could not be claimed; it goes on at the next interval")]
    private partial void LogFailed(Exception exception, string vendor);
}
