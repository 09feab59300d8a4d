using System.Collections.Concurrent;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Messaging.Fulfillment.Intake;

/// <summary>
/// Starts the endpoint of a vendor's queue again when it has given up. After a lost connection the transport comes back by itself, but now and
/// then an endpoint ends with its last fault and never tries again (MassTransit's issue 5942): its messages would wait for a restart of the process.
/// </summary>
internal sealed partial class EndpointRevival(TimeProvider time, ILogger<EndpointRevival> logger) : BackgroundService, IReceiveEndpointObserver
{
    /// <summary>While the transport tries to come back it tells of each attempt; silence for so long means that it has stopped trying.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

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

    public Task Completed(ReceiveEndpointCompleted completed) => HeardAsync(completed);

    public Task Faulted(ReceiveEndpointFaulted faulted) => HeardAsync(faulted);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var (address, (endpoint, heard)) in _down)
            {
                if (time.GetUtcNow() - heard >= Patience)
                    await ReviveAsync(address, endpoint, stoppingToken);
            }
        }
    }

    private Task HeardAsync(ReceiveEndpointEvent told)
    {
        if (IsOurs(told.InputAddress) && !_stopped.ContainsKey(told.InputAddress))
            _down[told.InputAddress] = (told.ReceiveEndpoint, time.GetUtcNow());
        return Task.CompletedTask;
    }

    private async Task ReviveAsync(Uri address, IReceiveEndpoint endpoint, CancellationToken cancellationToken)
    {
        var queue = QueueOf(address);
        try
        {
            LogRevived(queue, Patience);
            using var patience = new CancellationTokenSource(StopPatience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            await endpoint.Stop(either.Token);
            TakeForDown(address, endpoint);
            endpoint.Start(CancellationToken.None);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotRevived(e, queue);
            TakeForDown(address, endpoint);
        }
    }

    /// <summary>Until it says that it is ready; this is the last that was heard of it.</summary>
    private void TakeForDown(Uri address, IReceiveEndpoint endpoint)
    {
        _stopped.TryRemove(address, out _);
        _down[address] = (endpoint, time.GetUtcNow());
    }

    private static bool IsOurs(Uri address) => QueueOf(address).StartsWith(OrderQueue.Prefix, StringComparison.Ordinal);

    private static string QueueOf(Uri address) => address.Segments[^1];

    [LoggerMessage(Level = LogLevel.Warning, Message = "The endpoint of queue {Queue} lost its connection and has not tried to come back for {Patience}; it is started again")]
    private partial void LogRevived(string queue, TimeSpan patience);

    [LoggerMessage(Level = LogLevel.Error, Message = "The endpoint of queue {Queue} could not be started again; it is tried again")]
    private partial void LogNotRevived(Exception exception, string queue);
}
