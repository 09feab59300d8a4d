using Messaging.Fulfillment.Ledger;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Messaging.Testing.Ledger;

/// <summary>Builds ledgers as the service does: by their registration and settings.</summary>
public static class LedgerHost
{
    public static ILedger Build(
        string provider, string connectionString, TimeProvider clock, ILoggerProvider? logs = null)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Ledger:Provider"] = provider,
            ["Ledger:ConnectionString"] = connectionString,
            ["Ledger:LeaseDuration"] = "00:00:20",
        };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        return new ServiceCollection()
            .AddLogging(logging => _ = logs is null ? logging : logging.AddProvider(logs))
            .AddSingleton(clock)
            .AddLedger(configuration.GetSection("Ledger"))
            .BuildServiceProvider()
            .GetRequiredService<ILedger>();
    }
}
