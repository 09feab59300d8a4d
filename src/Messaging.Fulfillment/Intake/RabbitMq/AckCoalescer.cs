using System.Collections.Concurrent;
using System.Threading.Channels;
using MassTransit.RabbitMqTransport;
using Messaging.Fulfillment.Dispatch;
using RabbitMQ.Client;

namespace Messaging.Fulfillment.Intake.RabbitMq;

/// <summary>
/// A channel whose acknowledgements are gathered for a moment and sent as one where possible: a quorum queue writes
/// each one to its log. Acknowledgements that are lost with the channel mean redeliveries, which the ledger recognises.
/// </summary>
internal sealed class AckCoalescer(ChannelContext channel, TimeProvider time)
    : ScopeChannelContext(channel, channel.CancellationToken), ChannelContext
{
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(100);

    private readonly Channel<Delivery> _deliveries =
        System.Threading.Channels.Channel.CreateUnbounded<Delivery>(new() { SingleReader = true });
    private readonly AckWindow _window = new(Timeout);
    private readonly SteadyTime _time = new(time);

    private readonly ConcurrentDictionary<ulong, bool> _rejected = [];

    /// <summary>
    /// Has the broker move a delivery to the queue's dead letters; the transport's own acknowledgement of it, which
    /// follows, is dropped.
    /// </summary>
    public async Task RejectAsync(ulong deliveryTag)
    {
        _rejected.TryAdd(deliveryTag, true);
        await BasicNack(deliveryTag, multiple: false, requeue: false, CancellationToken);
    }

    ValueTask ChannelContext.BasicAck(ulong deliveryTag, bool multiple, CancellationToken cancellationToken)
    {
        if (_rejected.TryRemove(deliveryTag, out _))
        {
            // Not before: an acknowledgement of what comes after it would include it.
            _deliveries.Writer.TryWrite(new(deliveryTag, NeedsAck: false));
            return ValueTask.CompletedTask;
        }

        return multiple || !_deliveries.Writer.TryWrite(new(deliveryTag, NeedsAck: true))
            ? BasicAck(deliveryTag, multiple, cancellationToken)
            : ValueTask.CompletedTask;
    }

    async Task ChannelContext.BasicNack(
        ulong deliveryTag, bool multiple, bool requeue, CancellationToken cancellationToken)
    {
        await BasicNack(deliveryTag, multiple, requeue, cancellationToken);
        // Not before: an acknowledgement of what comes after it would include it.
        _deliveries.Writer.TryWrite(new(deliveryTag, NeedsAck: false));
    }

    /// <summary>Accepts no more; <see cref="RunAsync"/> ends when all are sent.</summary>
    public void Complete() => _deliveries.Writer.TryComplete();

    /// <summary>Sends acknowledgements until <see cref="Complete"/>, or until the channel is lost.</summary>
    public async Task RunAsync()
    {
        try
        {
            while (await WaitAsync())
            {
                await Task.Delay(Window, _time);
                await SendAsync(isLast: false);
            }

            await SendAsync(isLast: true);
        }
        catch (Exception) when (Channel.IsClosed || CancellationToken.IsCancellationRequested)
        {
            // The messages are redelivered.
        }
        catch (Exception)
        {
            // Closing the channel redelivers the messages; on one that stayed open they would never be acknowledged.
            await Channel.AbortAsync(CancellationToken.None);
        }
        finally
        {
            Complete();
        }
    }

    /// <summary>
    /// Waits for a delivery, or until one has waited long enough for those before it; false at the end.
    /// </summary>
    private async Task<bool> WaitAsync()
    {
        if (!_window.IsWaiting)
            return await _deliveries.Reader.WaitToReadAsync();

        using var timeout = new CancellationTokenSource(Timeout, _time);
        try
        {
            return await _deliveries.Reader.WaitToReadAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    private async Task SendAsync(bool isLast)
    {
        var now = _time.GetUtcNow();
        while (_deliveries.Reader.TryRead(out var delivery))
        {
            if (delivery.NeedsAck)
                _window.Done(delivery.Tag, now);
            else
                _window.Settled(delivery.Tag);
        }

        foreach (var ack in _window.Take(isLast ? DateTimeOffset.MaxValue : now))
            await BasicAck(ack.Tag, ack.Multiple, CancellationToken);
    }

    private readonly record struct Delivery(ulong Tag, bool NeedsAck);
}
