using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using Messaging.Benchmarks.Baselines.Ledgers;
using Messaging.Benchmarks.Environments;
using Messaging.Benchmarks.Orders;
using Messaging.Contracts;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Messaging.Benchmarks.Baselines;

/// <summary>
/// The practical limit: RabbitMQ's own client, one connection to consume and one to publish, confirms tracked by hand
/// with any number outstanding, many deliveries acknowledged at once, and no ledger, or the least that can be called
/// one.
/// </summary>
internal sealed class RawBaseline<TEvent>(
    Flow flow, string broker, BaselineVendor<TEvent> vendor, ResultStore? store = null)
    where TEvent : class, IOrderEvent
{
    /// <summary>
    /// Enough for the calls in flight, those that wait for their confirms, and the next one that is being filled.
    /// </summary>
    private readonly ushort _prefetch = (ushort)Math.Max(2000, flow.OrdersPerCall * BaselineProgram.CallsInFlight * 3);

    private readonly JsonTypeInfo<TEvent> _type = BaselineJson.TypeOf<TEvent>();
    private readonly Channel<Delivery> _deliveries =
        Channel.CreateUnbounded<Delivery>(new() { SingleReader = true, SingleWriter = true });
    private readonly Channel<List<Delivery>> _calls =
        Channel.CreateBounded<List<Delivery>>(BaselineProgram.CallsInFlight);
    private readonly Channel<(ulong First, ulong Last)> _done =
        Channel.CreateUnbounded<(ulong, ulong)>(new() { SingleReader = true });

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var factory = new ConnectionFactory { Uri = new Uri(broker), AutomaticRecoveryEnabled = false };
        await using var publisher = await ConfirmedPublisher.OpenAsync(broker, cancellationToken);
        await using var consuming = await factory.CreateConnectionAsync(cancellationToken);
        await using var channel = await consuming.CreateChannelAsync(cancellationToken: cancellationToken);
        await channel.BasicQosAsync(0, _prefetch, global: false, cancellationToken);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            // The client reuses the body's memory as soon as this returns.
            var order = JsonSerializer.Deserialize(delivery.Body.Span, _type)!;
            _deliveries.Writer.TryWrite(new(order, delivery.DeliveryTag));
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(flow.Queue, autoAck: false, consumer, cancellationToken);

        var calling =
            Enumerable.Range(0, BaselineProgram.CallsInFlight).Select(_ => CallAsync(publisher, cancellationToken));
        await await Task.WhenAny(
            [GatherAsync(cancellationToken), AcknowledgeAsync(channel, cancellationToken), .. calling]);
    }

    /// <summary>Fills calls; one that is not full is sent when its first order has waited for the time limit.</summary>
    private async Task GatherAsync(CancellationToken cancellationToken)
    {
        while (await _deliveries.Reader.WaitToReadAsync(cancellationToken))
        {
            var call = new List<Delivery>(flow.OrdersPerCall);
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            timeout.CancelAfter(BaselineProgram.TimeLimit);
            try
            {
                do
                {
                    while (call.Count < flow.OrdersPerCall && _deliveries.Reader.TryRead(out var delivery))
                        call.Add(delivery);
                }
                while (call.Count < flow.OrdersPerCall && await _deliveries.Reader.WaitToReadAsync(timeout.Token));
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Timed out: the call is sent as it is.
            }

            await _calls.Writer.WriteAsync(call, cancellationToken);
        }
    }

    private async Task CallAsync(ConfirmedPublisher publisher, CancellationToken cancellationToken)
    {
        await foreach (var call in _calls.Reader.ReadAllAsync(cancellationToken))
        {
            var results = await SettleAsync(call.ConvertAll(delivery => delivery.Order), cancellationToken);
            var confirmed = await publisher.SendAsync(
                TrialEnvironment.Succeeded, "", [.. results.Select(ResultEnvelope.Wrap)], cancellationToken);
            _ = FinishAsync(confirmed, call);
        }
    }

    private async Task<IReadOnlyList<FulfillmentSucceeded>> SettleAsync(
        List<TEvent> orders, CancellationToken cancellationToken)
    {
        if (store is null)
            return await vendor.CallAsync(orders, cancellationToken);
        var known = await store.FindAsync([.. orders.Select(order => order.EventId)], cancellationToken);
        var left = orders.Where(order => !known.ContainsKey(order.EventId)).DistinctBy(order => order.EventId).ToList();
        if (left.Count == 0)
            return [.. known.Values];
        var results = await vendor.CallAsync(left, cancellationToken);
        await store.AddAsync(results, cancellationToken);
        return [.. known.Values, .. results];
    }

    /// <summary>Waits for the confirms of the results, while the next call is in flight.</summary>
    private async Task FinishAsync(Task confirmed, List<Delivery> call)
    {
        await confirmed;
        _done.Writer.TryWrite((call[0].Tag, call[^1].Tag));
    }

    private async Task AcknowledgeAsync(IChannel channel, CancellationToken cancellationToken)
    {
        var acks = new AckWindow();
        while (await _done.Reader.WaitToReadAsync(cancellationToken))
        {
            var before = acks.UpTo;
            while (_done.Reader.TryRead(out var call))
                acks.Finish(call.First, call.Last);
            if (acks.UpTo > before)
                await channel.BasicAckAsync(acks.UpTo, multiple: true, cancellationToken);
        }
    }

    private readonly record struct Delivery(TEvent Order, ulong Tag);
}
