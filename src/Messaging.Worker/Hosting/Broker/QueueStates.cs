using System.Collections.Concurrent;
using MassTransit;

namespace Messaging.Worker.Hosting.Broker;

/// <summary>Remembers which queues are not read, since when and why: MassTransit keeps only the first reason.</summary>
internal sealed class QueueStates(TimeProvider time) : IReceiveEndpointObserver
{
    private readonly ConcurrentDictionary<Uri, UnreadQueue> _unread = new();

    /// <summary>The queues that were read, or tried, and are not read now.</summary>
    public IReadOnlyList<UnreadQueue> Unread =>
        [.. _unread.Values.OrderBy(queue => queue.Address.AbsolutePath, StringComparer.Ordinal)];

    public Task Ready(ReceiveEndpointReady ready)
    {
        _unread.TryRemove(ready.InputAddress, out _);
        return Task.CompletedTask;
    }

    public Task Stopping(ReceiveEndpointStopping stopping) => Task.CompletedTask;

    public Task Completed(ReceiveEndpointCompleted completed) =>
        RememberAsync(completed.InputAddress, "the connection ended");

    public Task Faulted(ReceiveEndpointFaulted faulted) =>
        RememberAsync(
            faulted.InputAddress,
            faulted.Exception is { } cause ? BrokerFault.DescribeQueue(cause) : "the connection was lost");

    private Task RememberAsync(Uri address, string reason)
    {
        _unread.AddOrUpdate(
            address,
            added => new(added, time.GetUtcNow(), reason),
            (_, before) => before with { Reason = reason });
        return Task.CompletedTask;
    }
}
