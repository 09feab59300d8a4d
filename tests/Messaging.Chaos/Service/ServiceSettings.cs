using RabbitMQ.Client;

namespace Messaging.Chaos.Service;

/// <summary>
/// The service's settings for a test: short times, so that what takes minutes in production takes seconds.
/// </summary>
public static class ServiceSettings
{
    public static IEnumerable<KeyValuePair<string, string?>> For(
        string brokerAddress, LedgerAddress ledger, Uri vendors, IEnumerable<VendorAccount> accounts)
    {
        var broker = new ConnectionFactory { Uri = new Uri(brokerAddress) };
        Dictionary<string, string?> settings = new(StringComparer.Ordinal)
        {
            ["Bus:Transport"] = "RabbitMq",
            ["Bus:RabbitMq:Host"] = broker.HostName,
            ["Bus:RabbitMq:Port"] = FormattableString.Invariant($"{broker.Port}"),
            ["Bus:RabbitMq:VirtualHost"] = broker.VirtualHost,
            ["Bus:Output"] = "Json",
            ["Bus:ConfirmTimeout"] = "00:00:10",
            ["Ledger:Provider"] = ledger.Provider,
            ["Ledger:ConnectionString"] = ledger.Connection,
            ["Ledger:LeaseDuration"] = "00:00:05",
            ["Ledger:PollInterval"] = "00:00:00.2",
            ["Ledger:RetryDelay"] = "00:00:00.3",
            ["Ledger:MaxRetryDelay"] = "00:00:03",
            ["Logging:LogLevel:Default"] = "Warning",
        };
        foreach (var vendor in new[] { "Polyv", "Fengchao", "Em" })
        {
            settings[$"Vendors:{vendor}:BaseUrl"] = vendors.ToString();
            settings[$"Vendors:{vendor}:BatchTimeLimit"] = "00:00:00.2";
            settings[$"Vendors:{vendor}:BatchSize"] = "50";
            settings[$"Vendors:{vendor}:CallsPerSecond"] = "200";
            settings[$"Vendors:{vendor}:Burst"] = "20";
            settings[$"Vendors:{vendor}:QuickRetries"] = "1";
            settings[$"Vendors:{vendor}:QuickRetryDelay"] = "00:00:00.05";
            settings[$"Vendors:{vendor}:AttemptTimeout"] = "00:00:03";
        }

        // The simulated Polyv answers so for calls with refused orders too, so it cannot count as success here.
        settings["Vendors:Polyv:NullDataMeans"] = "Unknown";

        foreach (var account in accounts)
        {
            settings[$"{account.Path}:AppId"] = account.AppId;
            settings[$"{account.Path}:AppSecret"] = account.Secret;
            if (account.SellerNick is { } seller)
                settings[$"{account.Path}:SellerNick"] = seller;
        }

        return settings;
    }
}
