using System.Threading.Channels;
using MassTransit;
using MassTransit.RabbitMqTransport;
using RabbitMQ.Client;

namespace Messaging.Fulfillment.Intake;

/// <summary>
/// A channel whose acknowledgements are gathered for a moment and sent as one where they can be: a quorum queue writes each one it is sent to its log.
/// What is lost with the channel comes again, and the ledger knows it.
/// </summary>
internal sealed class GatheredAcks(ChannelContext channel, TimeProvider time) : ScopeChannelContext(channel, channel.CancellationToken), ChannelContext
{
    private static readonly TimeSpan GatherFor = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private readonly Channel<Delivery> _deliveries = System.Threading.Channels.Channel.CreateUnbounded<Delivery>(new() { SingleReader = true });
    private readonly AckLine _line = new(Patience);

    ValueTask ChannelContext.BasicAck(ulong deliveryTag, bool multiple, CancellationToken cancellationToken) =>
        multiple || !_deliveries.Writer.TryWrite(new(deliveryTag, NeedsAck: true))
            ? BasicAck(deliveryTag, multiple, cancellationToken)
            : ValueTask.CompletedTask;

    async Task ChannelContext.BasicNack(ulong deliveryTag, bool multiple, bool requeue, CancellationToken cancellationToken)
    {
        await BasicNack(deliveryTag, multiple, requeue, cancellationToken);
        // Not before: an acknowledgement of what comes after it would include it.
        _deliveries.Writer.TryWrite(new(deliveryTag, NeedsAck: false));
    }

    /// <summary>Nothing more is gathered, and <see cref="RunAsync"/> ends when all is sent.</summary>
    public void Complete() => _deliveries.Writer.TryComplete();

    /// <summary>Sends acknowledgements until <see cref="Complete"/>, or until the channel is lost.</summary>
    public async Task RunAsync()
    {
        try
        {
            while (await WaitAsync())
            {
                await Task.Delay(GatherFor, time);
                await SendAsync(isLast: false);
            }

            await SendAsync(isLast: true);
        }
        catch (Exception) when (Channel.IsClosed || CancellationToken.IsCancellationRequested)
        {
            // The messages come again.
        }
        catch (Exception)
        {
            // So they do when the channel goes; on one that stayed they would be nobody's.
            await Channel.AbortAsync(CancellationToken.None);
        }
        finally
        {
            Complete();
        }
    }

    /// <summary>Waits for a delivery, or until one has waited long enough for those before it; false at the end.</summary>
    private async Task<bool> WaitAsync()
    {
        if (!_line.IsWaiting)
            return await _deliveries.Reader.WaitToReadAsync();

        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            return await _deliveries.Reader.WaitToReadAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    private async Task SendAsync(bool isLast)
    {
        var now = time.GetUtcNow();
        while (_deliveries.Reader.TryRead(out var delivery))
        {
            if (delivery.NeedsAck)
                _line.Done(delivery.Tag, now);
            else
                _line.Settled(delivery.Tag);
        }

        foreach (var ack in _line.Take(isLast ? DateTimeOffset.MaxValue : now))
            await BasicAck(ack.Tag, ack.Multiple, CancellationToken);
    }

    private readonly record struct Delivery(ulong Tag, bool NeedsAck);
}

/// <summary>Puts <see cref="GatheredAcks"/> between an endpoint and each channel it is given.</summary>
internal sealed class GatheredAcksFilter(TimeProvider time) : IFilter<ChannelContext>
{
    public async Task Send(ChannelContext context, IPipe<ChannelContext> next)
    {
        using var gathered = new GatheredAcks(context, time);
        var sending = gathered.RunAsync();
        try
        {
            await next.Send(gathered);
        }
        finally
        {
            gathered.Complete();
            await sending;
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("gatheredAcks");
}
