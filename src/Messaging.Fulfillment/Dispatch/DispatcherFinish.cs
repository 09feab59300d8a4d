using Messaging.Contracts;
using Messaging.Fulfillment.Vendors;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Messaging.Fulfillment.Dispatch;

/// <summary>
/// Lets a dispatcher finish what is on the wire before anything is stopped: at this point the bus still takes results. What does not
/// finish in the time that a call may take is left to the ledger.
/// </summary>
internal sealed partial class DispatcherFinish<TEvent>(
    Dispatcher<TEvent> dispatcher,
    IVendorAdapter<TEvent> adapter,
    VendorSettings<TEvent> settings,
    TimeProvider time,
    ILogger<DispatcherFinish<TEvent>> logger) : IHostedLifecycleService
    where TEvent : class, IOrderEvent
{
    private static readonly TimeSpan TimeToSettle = TimeSpan.FromSeconds(2);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(settings.Current.AttemptTimeout + TimeToSettle, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await dispatcher.FinishAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            LogNotFinished(adapter.Vendor);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Calls to {Vendor} were not finished in time; the ledger has their orders")]
    private partial void LogNotFinished(string vendor);
}
