using Messaging.Fulfillment.Vendors;
using Messaging.Worker.Hosting;
using Messaging.Worker.Hosting.Broker;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Messaging.Worker.Operations.DeadLetters;

/// <summary>Shows, sends again and drops what was put aside on RabbitMQ.</summary>
internal sealed class DeadLetterDesk(
    BrokerConnector connector,
    IOptions<BusOptions> bus,
    IEnumerable<RegisteredVendor> vendors,
    IEnumerable<IdleVendor> idle,
    TimeProvider time) : IDisposable
{
    /// <summary>The most messages that are looked through for one request.</summary>
    public const int MostMessages = 10_000;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    /// <summary>What one request holds another would not see.</summary>
    private readonly SemaphoreSlim _turn = new(1);

    private readonly IReadOnlyList<DeadLetterQueue> _queues =
        [.. DeadLetterQueue.List(vendors.Select(vendor => vendor.Name).Concat(idle.Select(vendor => vendor.Name)))];

    /// <summary>The bus in memory keeps nothing.</summary>
    public bool HasBroker => bus.Value.Transport == BusTransport.RabbitMq;

    public DeadLetterQueue? Find(string queue) =>
        _queues.FirstOrDefault(known => known.Name.Equals(queue, StringComparison.Ordinal));

    public Task<DeadLetterCounts> CountAsync(CancellationToken cancellationToken) => UseAsync(
        async (channel, token) =>
        {
            var counts = new List<DeadLetterCount>();
            foreach (var queue in _queues)
            {
                if (await channel.CountAsync(queue.Name, token) is { } messages)
                    counts.Add(new(queue.Name, messages));
            }

            return new DeadLetterCounts(counts);
        },
        cancellationToken);

    public Task<DeadLetterList> ListAsync(DeadLetterQueue queue, uint limit, CancellationToken cancellationToken) =>
        UseAsync(
            async (channel, token) =>
            {
                var total = await channel.CountAsync(queue.Name, token) ?? 0;
                var messages = new List<DeadLetter>();
                await foreach (var message in channel.TakeAsync(queue.Name, Math.Min(total, limit), token))
                {
                    messages.Add(DeadLetter.From(queue.Name, message));
                    await channel.RenewAsync(queue.Name, message, token);
                }

                return new DeadLetterList(queue.Name, total, messages);
            },
            cancellationToken);

    /// <summary>A message with its body; null where there is none of this id.</summary>
    public Task<DeadLetter?> FindAsync(DeadLetterQueue queue, string id, CancellationToken cancellationToken) =>
        UseAsync(
            async (channel, token) =>
            {
                DeadLetter? found = null;
                var total = await channel.CountAsync(queue.Name, token) ?? 0;
                await foreach (var message in channel.TakeAsync(queue.Name, Math.Min(total, MostMessages), token))
                {
                    if (DeadLetter.GetId(message).Equals(id, StringComparison.Ordinal))
                        found = DeadLetter.From(queue.Name, message).WithBody(message);
                    await channel.RenewAsync(queue.Name, message, token);
                    if (found is not null)
                        break;
                }

                return found;
            },
            cancellationToken);

    public Task<DeadLetterOutcome> SendAgainAsync(
        DeadLetterQueue queue, Predicate<string> isMeant, CancellationToken cancellationToken) =>
        ActAsync(queue, isMeant, (channel, message, token) =>
            new(channel.SendAsync(queue.Origin, message, token)), cancellationToken);

    public Task<DeadLetterOutcome> DropAsync(
        DeadLetterQueue queue, Predicate<string> isMeant, CancellationToken cancellationToken) =>
        ActAsync(queue, isMeant, (channel, message, token) => channel.DropAsync(message, token), cancellationToken);

    public void Dispose() => _turn.Dispose();

    private Task<DeadLetterOutcome> ActAsync(
        DeadLetterQueue queue,
        Predicate<string> isMeant,
        Func<DeadLetterChannel, BasicGetResult, CancellationToken, ValueTask> act,
        CancellationToken cancellationToken) =>
        UseAsync(
            async (channel, token) =>
            {
                var done = 0;
                var total = await channel.CountAsync(queue.Name, token) ?? 0;
                try
                {
                    await foreach (var message in channel.TakeAsync(queue.Name, Math.Min(total, MostMessages), token))
                    {
                        if (isMeant(DeadLetter.GetId(message)))
                        {
                            await act(channel, message, token);
                            done++;
                        }
                        else
                        {
                            await channel.RenewAsync(queue.Name, message, token);
                        }
                    }

                    return new DeadLetterOutcome(done, total, Stopped: null);
                }
                catch (Exception e) when (e is PublishException or OperationInterruptedException
                    or OperationCanceledException or IOException)
                {
                    // What has been done stays done, and has to be told.
                    return new DeadLetterOutcome(done, total, BrokerFault.DescribeQueue(e));
                }
            },
            cancellationToken);

    private async Task<T> UseAsync<T>(
        Func<DeadLetterChannel, CancellationToken, Task<T>> use, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await TakeTurnAsync(use, either.Token);
        }
        catch (Exception e) when (e is RabbitMQClientException or IOException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new UnavailableException(
                $"The broker does not answer as it should; see /health/ready. {BrokerFault.DescribeQueue(e)}");
        }
    }

    private async Task<T> TakeTurnAsync<T>(
        Func<DeadLetterChannel, CancellationToken, Task<T>> use, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await using var channel =
                new DeadLetterChannel(await connector.ConnectAsync("dead letters", cancellationToken));
            return await use(channel, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }
}
