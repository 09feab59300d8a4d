using System.Net;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Vendors;
using Messaging.Worker.Management;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Messaging.Worker.Hosting;

/// <summary>
/// Finds the connections on which somebody on the way could read along, change what is said, or pretend to be the
/// other side. None of them is refused: where the way is a private network, or a vendor offers nothing else, they are
/// what there is.
/// </summary>
internal static class UnprotectedConnections
{
    /// <summary>A sentence for each, with what to do.</summary>
    /// <param name="services">The service, with sound settings.</param>
    public static IEnumerable<string> Find(IServiceProvider services) =>
    [
        .. services.GetServices<RegisteredVendor>().SelectMany(FindVendor),
        .. FindBroker(services.GetRequiredService<IOptions<BusOptions>>().Value),
        .. FindDatabase(services.GetRequiredService<IOptions<LedgerOptions>>().Value),
        .. FindManagement(services.GetRequiredService<IOptions<ManagementOptions>>().Value),
    ];

    private static IEnumerable<string> FindVendor(RegisteredVendor vendor)
    {
        var address = vendor.Settings.CurrentValue.BaseUrl!;
        if (address.Scheme is "http")
        {
            yield return $"{vendor.Section}:BaseUrl: {vendor.Name} is called over plain HTTP at {address.Authority}: "
                + "whoever is on the way can read the orders and change the answers. Use https where the vendor has "
                + "it.";
        }
    }

    private static IEnumerable<string> FindBroker(BusOptions bus)
    {
        if (bus is { Transport: BusTransport.RabbitMq, RabbitMq: { UseTls: false, Host: var host } }
            && !IsThisMachine(host))
        {
            yield return $"Bus:RabbitMq:UseTls: the connection to {host} is not encrypted, and whoever is on the way "
                + "can read the password and the orders. Set it to true.";
        }
    }

    private static IEnumerable<string> FindDatabase(LedgerOptions ledger)
    {
        if (!ledger.Provider.Equals("postgres", StringComparison.OrdinalIgnoreCase))
            yield break;
        var database = new NpgsqlConnectionStringBuilder(ledger.ConnectionString);
        if (database.SslMode != SslMode.VerifyFull && database.Host?.Split(',').All(IsThisMachine) is false)
        {
            yield return $"Ledger:ConnectionString: with SSL Mode={database.SslMode} it is not verified that "
                + $"{database.Host} is the database, and the password is sent to whoever answers for it. Use "
                + "SSL Mode=VerifyFull, and Root Certificate where the certificate is of your own authority.";
        }
    }

    private static IEnumerable<string> FindManagement(ManagementOptions management)
    {
        if (ManagementAddress.TryParse(management.Url) is { IsLoopback: false, Url: var url }
            && url.StartsWith("http:", StringComparison.OrdinalIgnoreCase))
        {
            yield return $"Management:Url: at {url} keys and passwords are sent in the clear: whoever is on the way "
                + "can take them. Use https, with Kestrel:Certificates:Default:Path and KeyPath.";
        }
    }

    /// <summary>A loopback address, or a folder with a socket.</summary>
    private static bool IsThisMachine(string host) =>
        host.StartsWith('/')
        || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
