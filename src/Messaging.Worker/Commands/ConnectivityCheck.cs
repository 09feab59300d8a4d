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

    /// <summary>Logs in at each broker.</summary>
    public static IEnumerable<Task<Finding>> BusAsync(BusOptions options, CancellationToken cancellationToken) =>
        options.Transport == BusTransport.Memory
            ? [Task.FromResult(new Finding(
                true, "bus: in memory, for trying things out: order events on it end with the process"))]
            : options.RabbitMq.Addresses.Select(address => BrokerAsync(options.RabbitMq, address, cancellationToken));

    private static async Task<Finding> BrokerAsync(
        RabbitMqOptions broker, BrokerAddress address, CancellationToken cancellationToken)
    {
        var port = address.Port ?? broker.EffectivePort;
        var what = $"bus: RabbitMQ at {address.Host}:{port}, virtual host {broker.VirtualHost}, user {broker.Username}";
        var factory = new ConnectionFactory
        {
            HostName = address.Host,
            Port = port,
            VirtualHost = broker.VirtualHost,
            UserName = broker.Username,
            Password = broker.Password,
            Ssl = BrokerTls.Create(broker, address.Host),
            RequestedConnectionTimeout = Timeout,
            AutomaticRecoveryEnabled = false,
        };
        try
        {
            await using var connection = await factory.CreateConnectionAsync(cancellationToken);
            return new(true, $"{what}: reached, logged in");
        }
        catch (Exception e) when (
            e is BrokerUnreachableException or OperationInterruptedException or IOException or TimeoutException)
        {
            return new(false, $"{what}: not reached: {e.GetBaseException().Message}");
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
