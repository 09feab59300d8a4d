using Messaging.Worker.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Worker.Tests.Hosting;

public class StartReportTests
{
    [Fact]
    public void It_names_version_vendors_ledger_bus_and_addresses_and_no_secret()
    {
        using var services = Compose(
            "Bus:Transport=rabbitmq",
            "Bus:RabbitMq:Hosts:0=rabbit-1",
            "Bus:RabbitMq:Hosts:1=rabbit-2:5673",
            "Bus:RabbitMq:Username=svc",
            "Bus:RabbitMq:Password=hunter2",
            "Ledger:Provider=postgres",
            "Ledger:ConnectionString=Host=db;Database=shop;Username=svc;Password=hunter2",
            "Vendors:Polyv:Accounts:second:AppId=polyv-app",
            "Vendors:Polyv:Accounts:second:AppSecret=polyv-secret");

        var lines = StartReport.Describe(services, ["http://127.0.0.1:8080"]).ToArray();

        Assert.Equal(
            [
                $"Messaging {StartReport.Version}",
                "vendor polyv: https://api.polyv.net/, accounts main, second",
                "vendor fengchao: https://kf.fw199.com/, accounts main",
                "vendor em: off, Vendors:Em:Accounts has none; one that is added takes a restart",
                "ledger: PostgreSQL, database shop at db",
                "bus: RabbitMQ at rabbit-1:5672, rabbit-2:5673, virtual host /, user svc",
                "addresses: http://127.0.0.1:8080",
            ],
            lines);
        Assert.Matches("^[0-9]+[.][0-9]+[.][0-9]+", StartReport.Version);
        Assert.DoesNotContain(
            StartReport.FindWarnings(services), line => line.StartsWith("Bus:Transport", StringComparison.Ordinal));
    }

    [Fact]
    public void A_bus_in_memory_is_a_warning()
    {
        using var services = Compose();

        Assert.Contains(
            StartReport.FindWarnings(services),
            line => line.StartsWith("Bus:Transport: the bus is in memory", StringComparison.Ordinal));
        Assert.Contains("ledger: SQLite, fulfillment.db", StartReport.Describe(services, []));
    }

    [Fact]
    public void Two_hundred_accounts_take_one_line()
    {
        using var services = Compose([.. Enumerable.Range(0, 200).SelectMany(i => new[]
        {
            $"Vendors:Polyv:Accounts:a{i:D3}:AppId=id", $"Vendors:Polyv:Accounts:a{i:D3}:AppSecret=secret",
        })]);

        Assert.Contains(
            StartReport.Describe(services, []),
            line => line.EndsWith("a008, a009 and 191 more", StringComparison.Ordinal));
    }

    /// <summary>EM has no account.</summary>
    private static ServiceProvider Compose(params string[] changes)
    {
        var settings = Settings.Sound;
        foreach (var name in settings.Keys.ToArray())
        {
            if (name.StartsWith("Vendors:Em:", StringComparison.Ordinal))
                settings.Remove(name);
        }

        foreach (var change in changes)
            settings[change.Split('=', 2)[0]] = change.Split('=', 2)[1];
        return new ServiceCollection().AddWorker(Settings.From(settings)).BuildServiceProvider();
    }
}
