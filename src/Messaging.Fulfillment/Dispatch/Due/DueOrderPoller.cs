using Messaging.Contracts;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Maintenance;
using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Messaging.Fulfillment.Dispatch.Due;

/// <summary>
/// Brings the ledger's due entries back to the dispatcher: deferred ones, ones whose predecessor is settled, and those
/// that a crashed worker left. They join the calls of fresh orders.
/// </summary>
internal sealed partial class DueOrderPoller<TEvent>(
    Dispatcher<TEvent> dispatcher,
    IVendorAdapter<TEvent> adapter,
    VendorSettings<TEvent> settings,
    IClaims claims,
    LedgerMaintenance maintenance,
    IOptionsMonitor<LedgerOptions> options,
    IOptionsMonitor<RetryOptions> retries,
    [FromKeyedServices(LedgerTime.Key)] TimeProvider time,
    ILogger<DueOrderPoller<TEvent>> logger) : BackgroundService
    where TEvent : class, IOrderEvent
{
    private const int MostAtOnce = 2000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The dispatcher stops before the services do; claiming for it ends with it.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, dispatcher.Stopping);
        try
        {
            await maintenance.Opened.WaitAsync(stop.Token);
            while (true)
            {
                await dispatcher.OrdersWanted.WaitAsync(options.CurrentValue.PollInterval, time, stop.Token);
                await ClaimAllAsync(stop.Token);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The process stops.
        }
        catch (LedgerException)
        {
            // The ledger cannot be opened: LedgerMaintenance has said so and ends the process.
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

    /// <summary>Claims as many as there is room for; true when there may be more.</summary>
    private async Task<bool> ClaimAsync(CancellationToken cancellationToken)
    {
        // Fresh orders alone may fill the room; those that have waited longest still get one call's worth beyond it.
        var call = settings.Current.OrdersPerCall;
        if (dispatcher.Room <= -call)
            return false;

        var limit = Math.Max(call, Math.Min(dispatcher.Room, MostAtOnce));
        var overdueBefore = time.GetUtcNow() - retries.CurrentValue.GiveUpAfter;
        var entries =
            await claims.ClaimDueAsync(adapter.Vendor, dispatcher.ClaimTerms, limit, overdueBefore, cancellationToken);
        var readable = new List<(OrderEntry, TEvent)>(entries.Count);
        foreach (var entry in entries)
        {
            if (OrderEventJson<TEvent>.Read(entry) is { } orderEvent)
                readable.Add((entry, orderEvent));
            else
                dispatcher.Refuse(entry, Triage.GetUnreadable("its content cannot be read"));
        }

        dispatcher.DispatchDue(readable);
        return entries.Count == limit && dispatcher.Room > 0;
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Due orders of {Vendor} could not be claimed; it goes on at the next interval")]
    private partial void LogFailed(Exception exception, string vendor);
}
