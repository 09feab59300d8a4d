using Messaging.Contracts;
using Microsoft.Extensions.Hosting;

namespace Messaging.Fulfillment.Dispatch;

/// <summary>
/// Tells a dispatcher, before anything is stopped, that no order should wait for company any more: the bus waits for its consumers while
/// it stops, and they wait for these orders.
/// </summary>
internal sealed class DispatcherDrain<TEvent>(Dispatcher<TEvent> dispatcher) : IHostedLifecycleService
    where TEvent : class, IOrderEvent
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        dispatcher.Drain();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
