using System.Net;
using Messaging.Worker.Commands;
using Messaging.Worker.Hosting;
using Messaging.Worker.Operations.Workers;
using Messaging.Worker.Tests.Commands;

namespace Messaging.Worker.Tests.Operations.Workers;

/// <summary>A worker with a SQLite file answers for itself.</summary>
[Collection(EnvironmentVariable.Collection)]
public sealed class WorkersTests : IAsyncLifetime
{
    private OperatorScene _scene = null!;

    public async ValueTask InitializeAsync() =>
        _scene = await OperatorScene.StartAsync("Ledger:LeaseDuration=00:00:05");

    public ValueTask DisposeAsync() => _scene.DisposeAsync();

    [Fact]
    public async Task It_says_who_it_is_what_it_runs_and_what_it_has_in_hand()
    {
        await _scene.PublishAsync("A-1");
        await _scene.WaitAsync("A-1", status => status.Attempts > 0);
        // A suspended account keeps one order to try it with.
        await _scene.UntilAsync(
            async ledger => (await ledger.ListWorkersAsync(TestContext.Current.CancellationToken)).Workers
                is [{ Load.Orders: 1 }],
            "it has told of the order");

        var answer = await _scene.AskAsync<WorkersAnswer>("/api/workers");

        var worker = Assert.Single(answer.Workers);
        Assert.StartsWith(Environment.MachineName, worker.Worker, StringComparison.Ordinal);
        Assert.Equal((true, WorkerState.Working, StartReport.Version), (worker.IsThis, worker.State, worker.Version));
        Assert.Empty(answer.Problems);
    }

    [Fact]
    public async Task It_is_asked_by_readers_and_by_nobody_else()
    {
        using var reader = await _scene.SendAsync(HttpMethod.Get, "/api/workers", OperatorScene.Reader);
        using var stranger = await _scene.SendAsync(HttpMethod.Get, "/api/workers", "nobody");

        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.Unauthorized), (reader.StatusCode, stranger.StatusCode));
    }

    [Fact]
    public async Task The_command_shows_it_to_people_and_to_scripts()
    {
        using var key = new EnvironmentVariable("MESSAGING_API_KEY", OperatorScene.Reader);

        var table = await Cli.RunAsync("workers", _scene.Url);
        var json = await Cli.RunAsync("workers", _scene.Url, "--json");

        Assert.Equal((ExitCode.Success, ExitCode.Success), (table.ExitCode, json.ExitCode));
        Assert.Contains("working", table.Output, StringComparison.Ordinal);
        Assert.Equal(
            WorkerState.Working, Assert.Single(OperatorCommand.Read<WorkersAnswer>(json.Output).Workers).State);
    }
}
