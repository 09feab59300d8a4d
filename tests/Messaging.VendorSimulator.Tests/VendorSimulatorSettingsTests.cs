using Microsoft.Extensions.Configuration;

namespace Messaging.VendorSimulator.Tests;

public sealed class VendorSimulatorSettingsTests
{
    [Fact]
    public void One_vendors_faults_take_precedence_over_those_of_all()
    {
        var settings = Read(
            ("Faults:Seed", "7"), (
                "Faults:DropAfterShare",
                "0.1"), ("Faults:Fengchao:DropAfterShare", "0.2"), ("Faults:em:LatencyMax", "00:00:00.5"));

        Assert.Equal(new() { Seed = 7, DropAfterShare = 0.1 }, settings.Faults["polyv"]);
        Assert.Equal(new() { Seed = 7, DropAfterShare = 0.2 }, settings.Faults["fengchao"]);
        Assert.Equal(
            new() { Seed = 7, DropAfterShare = 0.1, LatencyMax = TimeSpan.FromMilliseconds(500) },
            settings.Faults["em"]);
    }

    [Fact]
    public void Configured_accounts_join_the_demo_accounts()
    {
        var settings = Read(
            ("Accounts:Fengchao:mine:Secret", "s"),
            ("Accounts:Fengchao:mine:SellerNick", "shop"),
            ("Urls", "http://127.0.0.1:1"));

        Assert.Equal(
            ["demo-fengchao", "mine"],
            settings.Accounts["fengchao"].Keys.Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
        Assert.Equal(
            ("s", "shop"),
            (settings.Accounts["fengchao"]["mine"].Secret, settings.Accounts["fengchao"]["mine"].SellerNick));
        Assert.Equal("http://127.0.0.1:1", settings.Urls);
    }

    [Fact]
    public void All_errors_are_reported_at_once_with_their_paths()
    {
        var settings = Read(
            ("Accounts:em:mine:CallsPerSecond", "-1"),
            ("Faults:polyv:NullDataShare", "2"),
            ("Accounts:amazon:a:Secret", "s"));

        var error = Assert.Throws<ArgumentException>(() => VendorSimulatorApp.Build(settings)).Message;

        Assert.Contains("Accounts:em:mine:Secret: is missing.", error, StringComparison.Ordinal);
        Assert.Contains("Accounts:em:mine:CallsPerSecond: -1", error, StringComparison.Ordinal);
        Assert.Contains("Faults:polyv:NullDataShare: 2", error, StringComparison.Ordinal);
        Assert.Contains("'amazon' is not a vendor", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_runs_alone_with_settings_from_the_command_line()
    {
        await using var app = VendorSimulatorApp.Build(["--Urls", "http://127.0.0.1:0", "--Faults:Em:Down", "true"]);

        await app.StartAsync(TestContext.Current.CancellationToken);

        Assert.NotEqual(0, app.SimulatorAddress().Port);
        Assert.Equal((true, false), (app.SimulatedVendors().Em.Faults.Down, app.SimulatedVendors().Polyv.Faults.Down));
    }

    private static VendorSimulatorSettings Read(params (string Key, string Value)[] values) =>
        VendorSimulatorSettings.From(
        new ConfigurationBuilder()
            .AddInMemoryCollection(values.ToDictionary(v => v.Key, v => (string?)v.Value, StringComparer.Ordinal))
            .Build());
}
