using System.Collections.Concurrent;
using System.Net;
using Messaging.Fulfillment.Ledger;
using Messaging.Worker.Management;
using Messaging.Worker.Operations.DeadLetters;
using Messaging.Worker.Tests.Commands;
using Messaging.Worker.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Messaging.Worker.Tests.Operations.DeadLetters;

/// <summary>Who may see and do what, what is written down, and what a terminal is spared.</summary>
[Collection(EnvironmentVariable.Collection)]
public class DeadLetterAccessTests(DeadLetterBroker broker) : IClassFixture<DeadLetterBroker>
{
    private const string Secret = "张三 13800138000";

    [Fact]
    public async Task A_body_is_seen_with_the_role_only_and_what_is_done_is_written_down()
    {
        await using var scene = await DeadLetterScene.StartAsync(broker.Server);
        await scene.DeclareAsync(DeadLetterScene.Queue);
        await scene.PublishAsync(DeadLetterScene.Queue, Secret);
        using var log = new AuditLines();
        scene.Worker.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        var letter = Assert.Single((await scene.ListAsync()).Messages);
        var path = $"/{DeadLetterScene.Queue}/{letter.Id}";

        Assert.Null((await FindAsync(DeadLetterScene.Reader)).Body);
        Assert.Null((await FindAsync(DeadLetterScene.Operator)).Body);
        Assert.Empty(log.Lines);
        Assert.Equal(Secret, (await FindAsync(DeadLetterScene.Curious)).Body);
        Assert.Equal(
            $"Audit: curious did dead-letters.read-body on {DeadLetterScene.Queue} {letter.Id}, 1 of them, because: "
                + "asked for",
            Assert.Single(log.Lines));

        await scene.ActAsync("drop", new([letter.Id], All: false, "it is nobody's"));
        Assert.Equal(
            $"Audit: operator did dead-letters.drop on {DeadLetterScene.Queue}, 1 of them, because: it is nobody's",
            log.Lines[^1]);
        Assert.Equal(
            [
                ("operator", "dead-letters.drop.done", 1),
                ("operator", "dead-letters.drop", 1),
                ("curious", "dead-letters.read-body", 1),
            ],
            (await scene.Worker.Services.GetRequiredService<IAudit>().ListAuditAsync(
                new(), after: null, 10, TestContext.Current.CancellationToken))
                .Select(action => (action.Who, action.Action, action.Count ?? 0)));

        async Task<DeadLetter> FindAsync(string key)
        {
            using var response = await scene.SendAsync(HttpMethod.Get, path, key);
            return await DeadLetterScene.ReadAsync<DeadLetter>(response);
        }
    }

    [Fact]
    public async Task Who_may_not_act_does_not_and_what_makes_no_sense_is_refused()
    {
        await using var scene = await DeadLetterScene.StartAsync(broker.Server);
        await scene.DeclareAsync(DeadLetterScene.Queue);
        await scene.PublishAsync(DeadLetterScene.Queue, "x");
        var all = new DeadLetterRequest(Ids: null, All: true, "because");

        string?[] reasons = [null, "", " ", "a\nb", "a\u001b[2Jb", new('x', 201)];
        DeadLetterRequest[] nonsense =
        [
            new(Ids: null, All: false, "because"),
            new(Ids: [], All: false, "because"),
            new(Ids: ["a"], All: true, "because"),
            .. reasons.Select(why => new DeadLetterRequest(Ids: null, All: true, why)),
        ];
        foreach (var action in new[] { "send-again", "drop" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(action, DeadLetterScene.Reader, all));
            Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(action, DeadLetterScene.Curious, all));
            Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(action, ApiKey.Create(), all));
            foreach (var request in nonsense)
                Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(action, DeadLetterScene.Operator, request));
        }

        Assert.Equal(HttpStatusCode.NotFound, await PostAsync("drop", DeadLetterScene.Operator, all, "fulfillment-em"));
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync("drop", DeadLetterScene.Operator, all, "payments_error"));
        Assert.Equal(1u, (await scene.ListAsync()).Total);

        async Task<HttpStatusCode> PostAsync(
            string action, string key, DeadLetterRequest request, string queue = DeadLetterScene.Queue)
        {
            using var response = await scene.SendAsync(HttpMethod.Post, $"/{queue}/{action}", key, request);
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task The_commands_show_what_strangers_sent_and_a_terminal_takes_no_harm()
    {
        await using var scene = await DeadLetterScene.StartAsync(broker.Server);
        await scene.DeclareAsync(DeadLetterScene.Queue);
        await scene.DeclareAsync(DeadLetterScene.Origin);
        await scene.PublishAsync(
            DeadLetterScene.Queue,
            $$"""{"eventId":"{{Guid.NewGuid()}}","orderNo":"[red]1[/]\u202e2","x":"<b>{{"\u001b[2J\u0007\u009b31m"}}"}""",
            new()
            {
                ContentType = "text/\u001b]0;owned\u0007",
                Headers = new Dictionary<string, object?>(StringComparer.Ordinal)
                {
                    ["MT-Fault-Message"] = "[link=x]\u001b[2J库存不足\r\u2028[/]",
                    ["\u001b[31m[bold]"] = new List<object?> { "\u001b", 1L },
                },
            });
        using var url = new EnvironmentVariable("MESSAGING_URL", $"{scene.Worker.Client.BaseAddress}");
        using var key = new EnvironmentVariable("MESSAGING_API_KEY", DeadLetterScene.Curious);
        var id = (await scene.ListAsync()).Messages[0].Id;

        var count = await Cli.RunAsync("dead-letters", "count");
        var list = await Cli.RunAsync("dead-letters", "list", DeadLetterScene.Queue);
        var show = await Cli.RunAsync("dead-letters", "show", DeadLetterScene.Queue, id);

        Assert.All([count, list, show], run => Assert.Equal((0, ""), (run.ExitCode, run.Error)));
        Assert.Contains(count.Lines, line => line.Contains(DeadLetterScene.Queue, StringComparison.Ordinal));
        Assert.Contains("[red]1[/]", list.Output, StringComparison.Ordinal);
        Assert.Contains("库存不足", list.Output, StringComparison.Ordinal);
        Assert.Contains("<b>", show.Output, StringComparison.Ordinal);
        Assert.All(
            list.Output + show.Output,
            c => Assert.True(c is '\n' || !(char.IsControl(c) || c is '\u202e' or '\u2028'), $"U+{(int)c:x4}"));

        var json = await Cli.RunAsync("dead-letters", "list", DeadLetterScene.Queue, "--json");
        Assert.Equal(id, System.Text.Json.Nodes.JsonNode.Parse(json.Output)!["messages"]![0]!["id"]!.ToString());
        Assert.DoesNotContain('\u001b', json.Output);
    }

    [Fact]
    public async Task The_commands_act_and_their_exit_codes_say_what_came_of_it()
    {
        await using var scene = await DeadLetterScene.StartAsync(broker.Server);
        await scene.DeclareAsync(DeadLetterScene.Queue);
        await scene.PublishAsync(DeadLetterScene.Queue, "x");
        using var url = new EnvironmentVariable("MESSAGING_URL", $"{scene.Worker.Client.BaseAddress}");
        using var key = new EnvironmentVariable("MESSAGING_API_KEY", DeadLetterScene.Operator);
        string[] onQueue = [DeadLetterScene.Queue, "--all", "--why", "a test"];

        // Nobody reads there: the queue of a vendor that is off has never been declared.
        var sent = await Cli.RunAsync(["dead-letters", "send-again", .. onQueue]);
        Assert.Equal(1, sent.ExitCode);
        Assert.Contains("the rest is where it was", sent.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await Cli.RunAsync("dead-letters", "drop", DeadLetterScene.Queue, "--all")).ExitCode);
        var dropped = await Cli.RunAsync(["dead-letters", "drop", .. onQueue]);
        Assert.Equal((0, "1 of 1"), (dropped.ExitCode, dropped.Lines[^1]));

        var unknown = await Cli.RunAsync("dead-letters", "list", "payments_error");
        Assert.Equal(1, unknown.ExitCode);
        Assert.Contains("none of the queues beside a vendor's", unknown.Error, StringComparison.Ordinal);
        var nobody = await Cli.RunAsync("dead-letters", "count", "--url", "http://127.0.0.1:1");
        Assert.Equal(1, nobody.ExitCode);
        Assert.Contains("No worker answers at http://127.0.0.1:1", nobody.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await Cli.RunAsync("dead-letters", "count", "--url", "worker:8080")).ExitCode);
    }

    [Fact]
    public async Task A_bus_in_memory_has_none_and_says_so()
    {
        await using var worker = await RunningWorker.StartAsync();
        using var url = new EnvironmentVariable("MESSAGING_URL", $"{worker.Client.BaseAddress}");

        var run = await Cli.RunAsync("dead-letters", "count");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("HTTP 409. The bus is in memory", run.Error, StringComparison.Ordinal);
    }

    /// <summary>Collects what is written to the audit log.</summary>
    private sealed class AuditLines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = [];

        public string[] Lines => [.. _lines];

        public ILogger CreateLogger(string categoryName) =>
            categoryName is AuditLog.Category ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) => _lines.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
