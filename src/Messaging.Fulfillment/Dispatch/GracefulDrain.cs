using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Messaging.Fulfillment.Dispatch;

/// <summary>
/// Drains all dispatchers side by side before anything is stopped: at this point the bus still takes results. What is
/// not finished in the time that a call may take is left to the ledger.
/// </summary>
internal sealed partial class GracefulDrain(
    IEnumerable<IDispatcher> dispatchers, TimeProvider time, ILogger<GracefulDrain> logger)
    : IHostedLifecycleService
{
    private static readonly TimeSpan TimeToSettle = TimeSpan.FromSeconds(2);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(dispatchers.Select(dispatcher => DrainAsync(dispatcher, cancellationToken)));

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task DrainAsync(IDispatcher dispatcher, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(dispatcher.LongestCall + TimeToSettle, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await dispatcher.DrainAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            LogNotFinished(dispatcher.Vendor);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning, Message = "Calls to {Vendor} were not finished in time; the ledger has their orders")]
    private partial void LogNotFinished(string vendor);
}
