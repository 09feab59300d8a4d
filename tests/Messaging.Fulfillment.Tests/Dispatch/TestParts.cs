using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Fulfillment.Tests.Dispatch;

/// <summary>The real ledger, in memory, and the real metrics.</summary>
internal sealed class TestParts : IAsyncDisposable
{
    private ServiceProvider? _services;

    public ILedger Ledger => _services!.GetRequiredService<ILedger>();

    public FulfillmentMetrics Metrics => _services!.GetRequiredService<FulfillmentMetrics>();

    public Task OpenLedgerAsync(TimeProvider time)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Ledger:ConnectionString", "Data Source=:memory:")])
            .Build();
        _services = new ServiceCollection()
            .AddSingleton(time)
            .AddLogging()
            .AddMetrics()
            .AddSingleton<FulfillmentMetrics>()
            .AddLedger(configuration.GetSection("Ledger"))
            .BuildServiceProvider();
        return Ledger.OpenAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
            await _services.DisposeAsync();
    }
}
