using Messaging.VendorSimulator;
using Microsoft.Extensions.Configuration;

namespace Messaging.Demo;

/// <summary>
/// The settings of the service in the demo: quotas as high as the machine allows, and short delays, so that it ends
/// soon.
/// </summary>
internal static class DemoConfiguration
{
    public static IConfigurationRoot Build(Uri vendors, string ledgerFile)
    {
        Dictionary<string, string?> settings = new(StringComparer.OrdinalIgnoreCase)
        {
            ["Logging:LogLevel:Default"] = "Error",
            ["Logging:LogLevel:Microsoft.AspNetCore"] = "Error",
            ["Urls"] = "http://127.0.0.1:0",
            ["Bus:Transport"] = "memory",
            ["Ledger:Provider"] = "sqlite",
            ["Ledger:ConnectionString"] = $"Data Source={ledgerFile}",
            ["Ledger:PollInterval"] = "00:00:00.1",
            ["Ledger:RetryDelay"] = "00:00:00.2",
            ["Ledger:MaxRetryDelay"] = "00:00:02",

            // The simulator's "data":null does not mean that every order was done.
            ["Vendors:Polyv:NullDataMeans"] = "Unknown",

            // The built-in rule waits 5 s, as Fengchao's page asks.
            ["Vendors:Fengchao:Classification:0:Text"] = "存在处理中流程",
            ["Vendors:Fengchao:Classification:0:Class"] = "Retry",
            ["Vendors:Fengchao:Classification:0:After"] = "00:00:00.2",
            ["Vendors:Fengchao:Classification:0:Alone"] = "true",
        };
        foreach (var vendor in VendorNames.All)
        {
            settings[$"Vendors:{vendor}:BaseUrl"] = vendors.ToString();
            settings[$"Vendors:{vendor}:CallsPerSecond"] = "2000";
            settings[$"Vendors:{vendor}:Burst"] = "100";
            settings[$"Vendors:{vendor}:MaxCallsInFlight"] = "8";
            settings[$"Vendors:{vendor}:BatchTimeLimit"] = "00:00:00.5";
            settings[$"Vendors:{vendor}:AttemptTimeout"] = "00:00:05";
            settings[$"Vendors:{vendor}:QuickRetryDelay"] = "00:00:00.05";
        }

        foreach (var (key, value) in DemoAccount.All.SelectMany(account => account.ToConfiguration()))
            settings[key] = value;
        return new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
    }
}
