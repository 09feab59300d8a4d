using Messaging.Fulfillment.Vendors;
using Messaging.Worker.Hosting;
using Messaging.Worker.Hosting.Broker;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Messaging.Worker.Commands;

/// <summary>Checks whether broker and vendors can be reached, without changing anything there.</summary>
internal static class ConnectivityCheck
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Logs in at the broker.</summary>
    public static async Task<Finding> BusAsync(BusOptions options, CancellationToken cancellationToken)
    {
        if (options.Transport == BusTransport.Memory)
            return new(true, "bus: in memory, for trying things out: order events on it end with the process");

        var broker = options.RabbitMq;
        var refusals = await Task.WhenAll(
            broker.Addresses.Select(address => FindRefusalAsync(broker, address, cancellationToken)));
        var answers = broker.Addresses.Select((address, i) =>
            $"{address.Host}:{address.Port ?? broker.EffectivePort} {refusals[i] ?? "reached, logged in"}");
        return new(
            refusals.Contains(null),
            $"bus: RabbitMQ, virtual host {broker.VirtualHost}, user {broker.Username}: {string.Join("; ", answers)}");
    }

    /// <summary>Null where the broker lets the service in.</summary>
    private static async Task<string?> FindRefusalAsync(
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
            AutomaticRecoveryEnabled = false,
        };
        try
        {
            await using var connection = await factory.CreateConnectionAsync(cancellationToken);
            // The broker's answer about the virtual host comes after the login.
            await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
            return null;
        }
        catch (Exception e) when (
            e is BrokerUnreachableException or OperationInterruptedException or IOException or TimeoutException)
        {
            return $"not reached: {BrokerFault.DescribeConnecting(e, broker.Username, broker.VirtualHost)}";
        }
    }

    /// <summary>
    /// Requests the vendor's address without credentials; any HTTP answer shows that it can be reached.
    /// </summary>
    public static async Task<Finding> VendorAsync(
        RegisteredVendor vendor, TimeProvider time, CancellationToken cancellationToken)
    {
        var settings = vendor.Settings.CurrentValue;
        var address = settings.BaseUrl!.GetLeftPart(UriPartial.Authority);
        var what = $"{vendor.Name}: {address}, accounts {string.Join(", ", settings.AccountNames)}";
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { Timeout = Timeout };
        var started = time.GetTimestamp();
        try
        {
            using var response =
                await client.GetAsync(new Uri(address), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return new(
                true,
                $"{what}: reached, HTTP {(int)response.StatusCode} in "
                    + $"{time.GetElapsedTime(started).TotalMilliseconds:F0} ms");
        }
        catch (HttpRequestException e)
        {
            return new(false, $"{what}: not reached: {e.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(false, $"{what}: no answer within {Timeout.TotalSeconds:F0} s");
        }
    }
}
