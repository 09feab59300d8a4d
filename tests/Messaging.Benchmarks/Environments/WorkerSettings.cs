using System.Globalization;
using Messaging.Benchmarks.Orders;
using Messaging.Testing;
using RabbitMQ.Client;

namespace Messaging.Benchmarks.Environments;

/// <summary>A worker's environment variables: addresses, accounts and the quota; defaults otherwise.</summary>
internal static class WorkerSettings
{
    public static async Task<IReadOnlyDictionary<string, string>> ForAsync(
        TrialEnvironment environment, string ledger, WorkerTuning tuning)
    {
        var broker = new ConnectionFactory { Uri = new Uri(environment.Broker) };
        var file = Path.Combine(environment.Folder, "ledger.db");
        Dictionary<string, string> settings = new(StringComparer.Ordinal)
        {
            [Launch.Urls] = FormattableString.Invariant($"http://127.0.0.1:{FreePort.Next()}"),
            ["Bus__Transport"] = "rabbitmq",
            ["Bus__RabbitMq__Host"] = broker.HostName,
            ["Bus__RabbitMq__Port"] = broker.Port.ToString(CultureInfo.InvariantCulture),
            ["Bus__RabbitMq__VirtualHost"] = broker.VirtualHost,
            ["Ledger__Provider"] = ledger.Split('+')[0],
            ["Ledger__ConnectionString"] = ledger switch
            {
                Contestants.Postgres => await environment.Servers.Database!.CreateDatabaseAsync(),
                Contestants.FilledPostgres => await environment.Servers.FilledPostgres!.CopyAsync(),
                Contestants.FilledSqlite => $"Data Source={environment.Servers.FilledSqlite!.CopyTo(file)}",
                _ => $"Data Source={file}",
            },
        };
        foreach (var flow in Flow.All)
            Add(settings, flow, environment, tuning);
        return settings;
    }

    private static void Add(
        Dictionary<string, string> settings, Flow flow, TrialEnvironment environment, WorkerTuning tuning)
    {
        var vendor = $"Vendors__{flow.Section}";
        settings[$"{vendor}__BaseUrl"] = environment.Servers.Vendors.Address.ToString();
        settings[$"{vendor}__Burst"] = tuning.Burst.ToString(CultureInfo.InvariantCulture);
        if (tuning.CallsPerSecond is { } quota)
            settings[$"{vendor}__CallsPerSecond"] = quota.ToString(CultureInfo.InvariantCulture);
        foreach (var seller in environment.Sellers)
        {
            var account = $"{vendor}__Accounts__{seller.Name}";
            settings[$"{account}__AppId"] = seller.AppIdAt(flow.Vendor);
            settings[$"{account}__AppSecret"] = seller.SecretAt(flow.Vendor);
            if (flow == Flow.Fengchao)
                settings[$"{account}__SellerNick"] = seller.Shop;
        }
    }
}
