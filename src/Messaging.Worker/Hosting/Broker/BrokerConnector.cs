using Microsoft.Extensions.Options;
using RabbitMQ.Client;

namespace Messaging.Worker.Hosting.Broker;

/// <summary>
/// Waits until a broker lets the service in, before MassTransit connects. MassTransit's own attempts give up for good
/// when a login is refused, are up to 37 s apart after an outage, and stay so for the next one.
/// </summary>
internal sealed partial class BrokerConnector(
    IOptionsMonitor<BusOptions> options,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<BrokerConnector> logger)
{
    /// <summary>How long one broker may take to let somebody in.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Between two rounds of attempts.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The largest that RabbitMQ can be configured to take, in bytes. The client closes the connection when a message
    /// is larger than it expects, and again when it is delivered again.
    /// </summary>
    private const uint LargestMessage = 512 * 1024 * 1024;

    private volatile BrokerOutage? _outage;

    /// <summary>Null while nobody waits for a broker.</summary>
    public BrokerOutage? Outage => _outage;

    /// <summary>
    /// Returns once a broker has let this service in, and points the factory there.
    /// </summary>
    /// <exception cref="OperationCanceledException">The service stops.</exception>
    public async Task WaitAsync(ConnectionFactory factory)
    {
        await using var connection = await ConnectAsync(factory, lifetime.ApplicationStopping);
        var endpoint = connection.Endpoint;
        factory.EndpointResolverFactory = _ => new DefaultEndpointResolver([endpoint]);
    }

    /// <summary>Connects to a broker that lets this service in, beside the bus; waits until there is one.</summary>
    /// <param name="purpose">What for, to be read in the broker's list of connections.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<IConnection> ConnectAsync(string purpose, CancellationToken cancellationToken)
    {
        var broker = options.CurrentValue.RabbitMq;
        var factory = new ConnectionFactory
        {
            VirtualHost = broker.VirtualHost,
            RequestedHeartbeat = broker.Heartbeat,
            RequestedConnectionTimeout = Timeout,
            ClientProvidedName = $"{Environment.MachineName} {purpose}",
            AutomaticRecoveryEnabled = false,
        };
        return ConnectAsync(factory, cancellationToken);
    }

    private async Task<IConnection> ConnectAsync(ConnectionFactory factory, CancellationToken cancellationToken)
    {
        factory.HandshakeContinuationTimeout = Timeout;
        factory.MaxInboundMessageBodySize = LargestMessage;
        while (true)
        {
            // Read anew: what was wrong may have been corrected.
            var broker = options.CurrentValue.RabbitMq;
            factory.UserName = broker.Username;
            factory.Password = broker.Password;
            var refusals = new List<string>();
            foreach (var endpoint in new DefaultEndpointResolver(GetEndpoints(factory, broker)).All())
            {
                var (connection, refusal) = await TryAsync(factory, endpoint, cancellationToken);
                if (connection is not null)
                {
                    ReportBack(endpoint);
                    return connection;
                }

                refusals.Add($"{endpoint.HostName}:{endpoint.Port}: {refusal}");
            }

            Report(string.Join("; ", refusals.Order(StringComparer.Ordinal)));
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private static IEnumerable<AmqpTcpEndpoint> GetEndpoints(ConnectionFactory factory, RabbitMqOptions broker) =>
        broker.Addresses.Select(address => new AmqpTcpEndpoint(
            address.Host,
            address.Port ?? broker.EffectivePort,
            BrokerTls.Create(broker, address.Host),
            factory.MaxInboundMessageBodySize));

    /// <summary>A connection, or why there is none.</summary>
    private async Task<(IConnection? Connection, string? Refusal)> TryAsync(
        ConnectionFactory factory, AmqpTcpEndpoint endpoint, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        IConnection? connection = null;
        try
        {
            connection = await factory.CreateConnectionAsync(
                new DefaultEndpointResolver([endpoint]), factory.ClientProvidedName, either.Token);
            // The client does not wait for the broker's word on the virtual host, which comes after the login.
            await using var channel = await connection.CreateChannelAsync(cancellationToken: either.Token);
            return (connection, null);
        }
        catch (Exception e)
        {
            if (connection is not null)
                await connection.DisposeAsync();
            cancellationToken.ThrowIfCancellationRequested();
            return (null, BrokerFault.DescribeConnecting(e, factory.UserName, factory.VirtualHost));
        }
    }

    private void Report(string reason)
    {
        var before = _outage;
        _outage = new(before?.Since ?? time.GetUtcNow(), reason);
        if (!reason.Equals(before?.Reason, StringComparison.Ordinal))
            LogRefused(reason, Pause);
    }

    private void ReportBack(AmqpTcpEndpoint endpoint)
    {
        if (_outage is { } outage)
        {
            var duration = time.GetUtcNow() - outage.Since;
            LogBack(endpoint.HostName, endpoint.Port, duration);
        }

        _outage = null;
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "No broker lets this service in, and it takes no orders; it tries again every {Pause}. {Reason}")]
    private partial void LogRefused(string reason, TimeSpan pause);

    [LoggerMessage(Level = LogLevel.Information, Message = "The broker at {Host}:{Port} is back after {Outage}")]
    private partial void LogBack(string host, int port, TimeSpan outage);
}
