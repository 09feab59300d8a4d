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
        factory.HandshakeContinuationTimeout = Timeout;
        factory.MaxInboundMessageBodySize = LargestMessage;
        var stopping = lifetime.ApplicationStopping;
        while (true)
        {
            // Read anew: what was wrong may have been corrected.
            var broker = options.CurrentValue.RabbitMq;
            factory.UserName = broker.Username;
            factory.Password = broker.Password;
            var refusals = new List<string>();
            foreach (var endpoint in new DefaultEndpointResolver(GetEndpoints(factory, broker)).All())
            {
                if (await TryAsync(factory, endpoint, stopping) is not { } refusal)
                {
                    factory.EndpointResolverFactory = _ => new DefaultEndpointResolver([endpoint]);
                    ReportBack(endpoint);
                    return;
                }

                refusals.Add($"{endpoint.HostName}:{endpoint.Port}: {refusal}");
            }

            Report(string.Join("; ", refusals.Order(StringComparer.Ordinal)));
            await Task.Delay(Pause, time, stopping);
        }
    }

    private static IEnumerable<AmqpTcpEndpoint> GetEndpoints(ConnectionFactory factory, RabbitMqOptions broker) =>
        broker.Addresses.Select(address => new AmqpTcpEndpoint(
            address.Host,
            address.Port ?? broker.EffectivePort,
            BrokerTls.Create(broker, address.Host),
            factory.MaxInboundMessageBodySize));

    /// <summary>Null when it worked, else why not.</summary>
    private async Task<string?> TryAsync(
        ConnectionFactory factory, AmqpTcpEndpoint endpoint, CancellationToken stopping)
    {
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stopping);
        try
        {
            await using var connection = await factory.CreateConnectionAsync(
                new DefaultEndpointResolver([endpoint]), factory.ClientProvidedName, either.Token);
            // The client does not wait for the broker's word on the virtual host, which comes after the login.
            await using var channel = await connection.CreateChannelAsync(cancellationToken: either.Token);
            return null;
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            return BrokerFault.DescribeConnecting(e, factory.UserName, factory.VirtualHost);
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
