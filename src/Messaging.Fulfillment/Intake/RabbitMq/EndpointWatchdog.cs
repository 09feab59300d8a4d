using System.Collections.Concurrent;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Messaging.Fulfillment.Intake.RabbitMq;

/// <summary>
/// Restarts the endpoint of a vendor's queue when it has given up. After a lost connection the transport recovers by
/// itself, but now and then an endpoint ends with its last fault and never tries again (MassTransit's issue 5942): its
/// messages would wait until the process is restarted.
/// </summary>
internal sealed partial class EndpointWatchdog(TimeProvider time, ILogger<EndpointWatchdog> logger)
    : BackgroundService, IReceiveEndpointObserver
{
    /// <summary>
    /// The transport reports each attempt to recover; silence for so long means that it has stopped trying.
    /// </summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<Uri, (IReceiveEndpoint Endpoint, DateTimeOffset Heard)> _down = new();
    private readonly ConcurrentDictionary<Uri, bool> _stopped = new();

    public Task Ready(ReceiveEndpointReady ready)
    {
        _stopped.TryRemove(ready.InputAddress, out _);
        _down.TryRemove(ready.InputAddress, out _);
        return Task.CompletedTask;
    }

    /// <summary>Stopped on purpose: what follows is no fault.</summary>
    public Task Stopping(ReceiveEndpointStopping stopping)
    {
        _stopped.TryAdd(stopping.InputAddress, true);
        _down.TryRemove(stopping.InputAddress, out _);
        return Task.CompletedTask;
    }

    public Task Completed(ReceiveEndpointCompleted completed) => RecordAsync(completed);

    public Task Faulted(ReceiveEndpointFaulted faulted) => RecordAsync(faulted);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(CheckInterval, time);
        // Disposing of the timer ends the wait without a fault, also where the process could not even start.
        await using var stop = stoppingToken.Register(timer.Dispose);
        while (await timer.WaitForNextTickAsync(CancellationToken.None))
        {
            foreach (var (address, (endpoint, heard)) in _down)
            {
                if (time.GetUtcNow() - heard >= Timeout)
                    await RestartAsync(address, endpoint, stoppingToken);
            }
        }
    }

    private Task RecordAsync(ReceiveEndpointEvent received)
    {
        if (IsOurs(received.InputAddress) && !_stopped.ContainsKey(received.InputAddress))
            _down[received.InputAddress] = (received.ReceiveEndpoint, time.GetUtcNow());
        return Task.CompletedTask;
    }

    private async Task RestartAsync(Uri address, IReceiveEndpoint endpoint, CancellationToken cancellationToken)
    {
        var queue = GetQueue(address);
        try
        {
            LogRestarted(queue, Timeout);
            using var timeout = new CancellationTokenSource(StopTimeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
            await endpoint.Stop(either.Token);
            MarkDown(address, endpoint);
            endpoint.Start(CancellationToken.None);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotRestarted(e, queue);
            MarkDown(address, endpoint);
        }
    }

    /// <summary>Until it reports that it is ready.</summary>
    private void MarkDown(Uri address, IReceiveEndpoint endpoint)
    {
        _stopped.TryRemove(address, out _);
        _down[address] = (endpoint, time.GetUtcNow());
    }

    private static bool IsOurs(Uri address) =>
        GetQueue(address).StartsWith(OrderQueue.Prefix, StringComparison.Ordinal);

    private static string GetQueue(Uri address) => address.Segments[^1];

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The endpoint of queue {Queue} lost its connection and has not tried to come back for {Timeout}; "
            + "it is started again")]
    private partial void LogRestarted(string queue, TimeSpan timeout);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The endpoint of queue {Queue} could not be started again; it is tried again")]
    private partial void LogNotRestarted(Exception exception, string queue);
}
