using Messaging.VendorSimulator;
using Messaging.Worker.Tests.Hosting;

namespace Messaging.Worker.Tests.Commands;

[Collection(EnvironmentVariable.Collection)]
public sealed class CheckCommandTests : IDisposable
{
    private readonly List<EnvironmentVariable> _variables = [];

    [Fact]
    public async Task It_reaches_the_vendors_and_shows_their_rules()
    {
        await using var simulator =
            VendorSimulatorApp.Build(new VendorSimulatorSettings { Urls = "http://127.0.0.1:0" });
        await simulator.StartAsync(TestContext.Current.CancellationToken);
        Configure(simulator.SimulatorAddress());
        Set("Vendors:Em:Classification:0:Text", "库存不足");
        Set("Vendors:Em:Classification:0:Class", "Retry");

        var run = await Cli.RunAsync("check");

        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("polyv: http://127.0.0.1", run.Output, StringComparison.Ordinal);
        Assert.Contains("accounts main: reached, HTTP 404", run.Output, StringComparison.Ordinal);
        Assert.Contains(
            run.Lines,
            line => line.Contains("configured", StringComparison.Ordinal)
                && line.Contains("库存不足", StringComparison.Ordinal));
        Assert.Contains(
            run.Lines,
            line => line.Contains("built in", StringComparison.Ordinal)
                && line.Contains("60110", StringComparison.Ordinal));
        Assert.Contains(
            run.Lines,
            line => line.StartsWith(
                "warning: Vendors:Polyv:BaseUrl: polyv is called over plain HTTP at 127.0.0.1:",
                StringComparison.Ordinal));
        Assert.DoesNotContain("-secret", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_it_cannot_reach_fails_it()
    {
        Configure(new Uri("http://127.0.0.1:1"));
        Set("Bus:Transport", "rabbitmq");
        Set("Bus:RabbitMq:Port", "1");

        var run = await Cli.RunAsync("check");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(4, run.Lines.Count(line => line.Contains("not reached", StringComparison.Ordinal)));
    }

    public void Dispose() => _variables.ForEach(variable => variable.Dispose());

    private void Configure(Uri vendors)
    {
        foreach (var (path, value) in Settings.Sound)
            Set(path, value!);
        foreach (var vendor in VendorNames.All)
            Set($"Vendors:{vendor}:BaseUrl", vendors.ToString());
    }

    private void Set(string path, string value) =>
        _variables.Add(new EnvironmentVariable(path.Replace(":", "__", StringComparison.Ordinal), value));
}
