using Messaging.VendorSimulator;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Messaging.Worker.Tests.Commands;

[Collection(EnvironmentVariable.Collection)]
public sealed class CheckCommandTests : IDisposable
{
    private readonly List<EnvironmentVariable> _variables = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("messaging-check-").FullName;

    [Fact]
    public async Task It_opens_the_ledger_reaches_the_vendors_and_tries_the_secrets_that_can_be_tried()
    {
        await using var simulator = await StartSimulatorAsync();
        Configure(simulator.SimulatorAddress());

        var run = await Cli.RunAsync("check");

        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        AssertFinds(run, "Ok", "ledger", "fulfillment.db: no schema yet; the next start runs 20260101000000_Initial, ");
        AssertFinds(run, "Ok", "polyv main", "the vendor takes application id and secret");
        AssertFinds(run, "Ok", "fengchao", "/gateway/dd/order/logistics/add answers in ");
        AssertFinds(run, "Ok", "em", "whether the secrets of main are right shows with the first order");
        AssertFinds(run, "Warning", "configuration", "Bus:Transport: the bus is in memory");
        Assert.Equal("0 problems, 4 warnings", run.Lines[^1]);
        Assert.DoesNotContain("-secret", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("first match first", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, simulator.SimulatedVendors().All.Sum(vendor => vendor.Journal.Summarize().Applications));
        Assert.False(File.Exists(Path.Combine(_folder, "fulfillment.db")));
    }

    [Fact]
    public async Task A_wrong_secret_is_found_where_the_vendor_can_be_asked_and_comes_first()
    {
        await using var simulator = await StartSimulatorAsync();
        Configure(simulator.SimulatorAddress());
        Set("Vendors:polyv:Accounts:main:AppSecret", "wrong");

        var run = await Cli.RunAsync("check");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("Problem", run.Lines[0], StringComparison.Ordinal);
        AssertFinds(run, "Problem", "polyv main", "the vendor refuses application id or secret: ");
        Assert.StartsWith("1 problems", run.Lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(302)]
    [InlineData(502)]
    public async Task An_address_that_is_not_the_vendors_is_not_reached(int status)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var stranger = builder.Build();
        stranger.Run(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        await stranger.StartAsync();
        Configure(new(stranger.Urls.First()));

        var run = await Cli.RunAsync("check");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(3, run.Lines.Count(line => line.StartsWith("Problem", StringComparison.Ordinal)
            && line.Contains($"answers HTTP {status} where orders are sent to", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_it_cannot_reach_fails_it()
    {
        Configure(new Uri("http://127.0.0.1:1"));
        Set("Bus:Transport", "rabbitmq");
        Set("Bus:RabbitMq:Port", "1");
        Set("Ledger:Provider", "postgres");
        Set("Ledger:ConnectionString", "Host=127.0.0.1;Port=1;Database=shop;Username=svc;Password=hunter2");

        var run = await Cli.RunAsync("check");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(4, run.Lines.Count(line => line.Contains("not reached", StringComparison.Ordinal)));
        AssertFinds(run, "Problem", "ledger", "PostgreSQL, database shop at 127.0.0.1: ");
        Assert.DoesNotContain("hunter2", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_ledger_is_a_problem()
    {
        await using var simulator = await StartSimulatorAsync();
        Configure(simulator.SimulatorAddress());
        await File.WriteAllTextAsync(Path.Combine(_folder, "fulfillment.db"), new string('x', 5000));

        var run = await Cli.RunAsync("check");

        Assert.Equal(1, run.ExitCode);
        AssertFinds(run, "Problem", "ledger", "file is not a database");
    }

    [Fact]
    public async Task A_vendor_without_accounts_is_said_to_be_off()
    {
        await using var simulator = await StartSimulatorAsync();
        Set("Vendors:Polyv:Accounts:main:AppId", "demo-polyv");
        Set("Vendors:Polyv:Accounts:main:AppSecret", "demo-polyv-secret");
        Set("Vendors:Polyv:BaseUrl", simulator.SimulatorAddress().ToString());
        Set("Ledger:ConnectionString", "Data Source=:memory:");

        var run = await Cli.RunAsync("check");

        Assert.Equal(0, run.ExitCode);
        AssertFinds(run, "Ok", "fengchao", "off: Vendors:Fengchao:Accounts has none");
        AssertFinds(run, "Ok", "em", "off: Vendors:Em:Accounts has none");
    }

    [Fact]
    public async Task Rules_are_shown_on_request_each_code_with_a_meaning()
    {
        await using var simulator = await StartSimulatorAsync();
        Configure(simulator.SimulatorAddress());
        Set("Vendors:Em:Classification:0:Text", "库存不足");
        Set("Vendors:Em:Classification:0:Class", "Retry");
        Set("Vendors:Em:Classification:0:Meaning", "restocked at night");

        var run = await Cli.RunAsync("check", "--rules");

        Assert.Contains(run.Lines, line => Has(line, "configured", "库存不足", "restocked at night", "Retry"));
        Assert.Contains(run.Lines, line => Has(line, "built in", "60110", "shipped already", "AlreadyDone"));
        var rules = run.Lines.Where(line => Has(line, "| built in ")).Select(line => line.Split('|')).ToArray();
        Assert.True(rules.Length > 60);
        Assert.All(rules, cells => Assert.NotEqual("", cells[4].Trim()));
    }

    public void Dispose()
    {
        _variables.ForEach(variable => variable.Dispose());
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<WebApplication> StartSimulatorAsync()
    {
        var simulator = VendorSimulatorApp.Build(new VendorSimulatorSettings { Urls = "http://127.0.0.1:0" });
        await simulator.StartAsync(TestContext.Current.CancellationToken);
        return simulator;
    }

    private static void AssertFinds(Cli run, string state, string subject, string text) => Assert.Contains(
        run.Lines, line => line.StartsWith($"{state,-8} {subject,-16} ", StringComparison.Ordinal) && Has(line, text));

    private static bool Has(string line, params string[] parts) =>
        Array.TrueForAll(parts, part => line.Contains(part, StringComparison.Ordinal));

    private void Configure(Uri vendors)
    {
        foreach (var vendor in VendorNames.All)
        {
            Set($"Vendors:{vendor}:BaseUrl", vendors.ToString());
            Set($"Vendors:{vendor}:Accounts:main:AppId", $"demo-{vendor}");
            Set($"Vendors:{vendor}:Accounts:main:AppSecret", $"demo-{vendor}-secret");
        }

        Set("Vendors:fengchao:Accounts:main:SellerNick", "demo-shop");
        Set("Ledger:ConnectionString", $"Data Source={Path.Combine(_folder, "fulfillment.db")}");
    }

    private void Set(string path, string value) =>
        _variables.Add(new EnvironmentVariable(path.Replace(":", "__", StringComparison.Ordinal), value));
}
