using Messaging.Fulfillment.Vendors;
using Messaging.Worker.Hosting;
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
        var what = $"bus: RabbitMQ at {broker.Host}:{broker.EffectivePort}, virtual host {broker.VirtualHost}, user "
            + $"{broker.Username}";
        var factory = new ConnectionFactory
        {
            HostName = broker.Host,
            Port = broker.EffectivePort,
            VirtualHost = broker.VirtualHost,
            UserName = broker.Username,
            Password = broker.Password,
            Ssl = BrokerTls.Create(broker),
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
