using Messaging.Worker.Hosting;
using Messaging.Worker.Hosting.Broker;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Messaging.Worker.Commands.Checks;

/// <summary>
/// Logs in at each broker, and does there what the service has to be allowed to do, with exchanges and a queue of its
/// own that are gone when it hangs up.
/// </summary>
internal static class BrokerCheck
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    public static async Task<IReadOnlyList<Finding>> RunAsync(BusOptions bus, CancellationToken cancellationToken)
    {
        // That it is in memory is a warning by itself.
        if (bus.Transport == BusTransport.Memory)
            return [];

        var broker = bus.RabbitMq;
        var faults = await Task.WhenAll(
            broker.Addresses.Select(address => FindFaultAsync(broker, address, cancellationToken)));
        // One broker of several may be away.
        var state = faults.Contains(null) ? FindingState.Warning : FindingState.Problem;
        return
        [
            .. broker.Addresses.Select((address, i) => new Finding(
                faults[i] is null ? FindingState.Ok : state,
                "bus",
                $"RabbitMQ {broker.Describe(address)}: {faults[i] ?? $"user {broker.Username} is let in and has the "
                    + $"permissions in virtual host {broker.VirtualHost}"}")),
        ];
    }

    /// <summary>Null where the broker lets the service in and work.</summary>
    private static async Task<string?> FindFaultAsync(
        RabbitMqOptions broker, BrokerAddress address, CancellationToken cancellationToken)
    {
        var factory = new ConnectionFactory
        {
            HostName = address.Host,
            Port = address.Port ?? broker.EffectivePort,
            VirtualHost = broker.VirtualHost,
            UserName = broker.Username,
            Password = broker.Password,
            Ssl = BrokerTls.Create(broker, address.Host),
            RequestedConnectionTimeout = Timeout,
            HandshakeContinuationTimeout = Timeout,
            ContinuationTimeout = Timeout,
            AutomaticRecoveryEnabled = false,
        };
        IConnection connection;
        IChannel channel;
        try
        {
            connection = await factory.CreateConnectionAsync(cancellationToken);
            // The broker's answer about the virtual host comes after the login.
            channel = await connection.CreateChannelAsync(
                new CreateChannelOptions(
                    publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true),
                cancellationToken);
        }
        catch (Exception e) when (IsOfBroker(e))
        {
            return $"not reached: {BrokerFault.DescribeConnecting(e, broker.Username, broker.VirtualHost)}";
        }

        await using (connection)
        await using (channel)
        {
            var id = $"check-{Guid.NewGuid():N}";
            string[] exchanges = [$"order-{id}", $"fulfillment-{id}"];
            try
            {
                await UsePermissionsAsync(channel, exchanges, queue: exchanges[1], cancellationToken);
                return null;
            }
            catch (Exception e) when (IsOfBroker(e))
            {
                return $"user {broker.Username} is let in, but lacks a permission (docs/configuration.md, Permissions "
                    + $"and queues): {BrokerFault.DescribeQueue(e)}";
            }
            finally
            {
                await RemoveAsync(connection, exchanges, cancellationToken);
            }
        }
    }

    /// <summary>
    /// Like the service: declares what begins with <c>order-</c> and <c>fulfillment-</c>, binds, publishes, reads.
    /// </summary>
    private static async Task UsePermissionsAsync(
        IChannel channel, string[] exchanges, string queue, CancellationToken cancellationToken)
    {
        foreach (var exchange in exchanges)
        {
            await channel.ExchangeDeclareAsync(
                exchange, ExchangeType.Fanout, durable: false, autoDelete: true, cancellationToken: cancellationToken);
        }

        await channel.QueueDeclareAsync(
            queue, durable: false, exclusive: true, autoDelete: true, cancellationToken: cancellationToken);
        foreach (var exchange in exchanges)
            await channel.QueueBindAsync(queue, exchange, "", cancellationToken: cancellationToken);
        await channel.BasicPublishAsync(exchanges[1], "", Array.Empty<byte>(), cancellationToken);
        await channel.BasicGetAsync(queue, autoAck: true, cancellationToken);
    }

    /// <summary>
    /// An exchange deletes itself only after something was bound to it. Each on a channel of its own, since a refusal
    /// closes the channel: what may not be deleted was not declared either.
    /// </summary>
    private static async Task RemoveAsync(
        IConnection connection, string[] exchanges, CancellationToken cancellationToken)
    {
        foreach (var exchange in exchanges)
        {
            try
            {
                await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
                await channel.ExchangeDeleteAsync(exchange, cancellationToken: cancellationToken);
            }
            catch (Exception e) when (IsOfBroker(e))
            {
                // The finding says already what is wrong.
            }
        }
    }

    private static bool IsOfBroker(Exception e) =>
        e is BrokerUnreachableException or OperationInterruptedException or IOException or TimeoutException
            or AlreadyClosedException;
}
