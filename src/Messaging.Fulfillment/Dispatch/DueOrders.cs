using Messaging.Contracts;
using Messaging.Fulfillment.Intake;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Maintenance;
using Messaging.Fulfillment.Retries;
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
    LedgerMaintenance keeper,
    IOptionsMonitor<LedgerOptions> options,
    IOptionsMonitor<RetryOptions> retries,
    TimeProvider time,
    ILogger<DueOrders<TEvent>> logger) : BackgroundService
    where TEvent : class, IOrderEvent
{
    private const int MostAtOnce = 2000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The dispatcher stops before the services do; claiming for it ends with it.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, dispatcher.Stopping);
        try
        {
            await keeper.Opened.WaitAsync(stop.Token);
            while (true)
            {
                // Until the next interval, or until orders that were kept in the ledger are wanted.
                await dispatcher.MoreRoom.WaitAsync(options.CurrentValue.PollInterval, time, stop.Token);
                await ClaimAllAsync(stop.Token);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    private async Task ClaimAllAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await ClaimAsync(cancellationToken))
            {
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(e, adapter.Vendor);
        }
    }

    /// <summary>Claims what there is room for; true when there may be more.</summary>
    private async Task<bool> ClaimAsync(CancellationToken cancellationToken)
    {
        // Fresh orders alone may fill the room; what has waited longest still gets a call's worth, once.
        var call = settings.Current.OrdersPerCall;
        if (dispatcher.Room <= -call)
            return false;

        var limit = Math.Clamp(dispatcher.Room, call, MostAtOnce);
        var term = ledger.LeaseEpoch;
        var entries = await ledger.ClaimDueAsync(
            adapter.Vendor, dispatcher.ClaimTerms, limit, overdueBefore: time.GetUtcNow() - retries.CurrentValue.GiveUpAfter, cancellationToken);
        var readable = new List<(OrderEntry, TEvent)>(entries.Count);
        foreach (var entry in entries)
        {
            if (OrderEntries.ReadEvent<TEvent>(entry) is { } orderEvent)
                readable.Add((entry, orderEvent));
            else
                dispatcher.Refuse(entry, UnreadableMessage.Failure("its content cannot be read"));
        }

        dispatcher.Dispatch(readable, waited: TimeSpan.Zero, term);
        return entries.Count == limit && dispatcher.Room > 0;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Due orders of {Vendor} could not be claimed; it goes on at the next interval")]
    private partial void LogFailed(Exception exception, string vendor);
}
