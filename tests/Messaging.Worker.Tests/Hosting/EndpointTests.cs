using System.Net;
using System.Text.Json;
using MassTransit;
using Messaging.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Worker.Tests.Hosting;

[Collection(Commands.EnvironmentVariable.Collection)]
public class EndpointTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_worker_with_bus_and_ledger_becomes_ready()
    {
        await using var worker = await RunningWorker.StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await worker.Client.GetAsync(Path("/health/live"), Cancellation)).StatusCode);
        var ready =
            await UntilAsync(worker, "/health/ready", answer => answer.GetProperty("status").GetString() is "Healthy");
        Assert.Equal(
            ["accounts", "bus", "ledger", "orders", "results"],
            ready.GetProperty("checks").EnumerateObject().Select(check => check.Name).Order());
    }

    [Fact]
    public async Task A_worker_without_its_broker_lives_unready_and_names_the_bus()
    {
        await using var worker =
            await RunningWorker.StartAsync("Bus:Transport=rabbitmq", "Bus:RabbitMq:Port=1", "Bus:StopTimeout=00:00:12");

        Assert.Equal(HttpStatusCode.OK, (await worker.Client.GetAsync(Path("/health/live"), Cancellation)).StatusCode);
        using var response = await worker.Client.GetAsync(Path("/health/ready"), Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        var checks = (await ReadAsync(response)).GetProperty("checks");
        Assert.Equal("Unhealthy", checks.GetProperty("bus").GetProperty("status").GetString());
        Assert.NotEmpty(checks.GetProperty("bus").GetProperty("description").GetString()!);
    }

    [Fact]
    public async Task An_order_that_nobody_sent_is_not_found()
    {
        await using var worker = await RunningWorker.StartAsync();

        using var response = await worker.Client.GetAsync(Path("/api/orders/4948795729456854758"), Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains(
            "4948795729456854758",
            (await ReadAsync(response)).GetProperty("detail").GetString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_says_why_it_was_not_shipped()
    {
        await using var worker = await RunningWorker.StartAsync();
        await UntilAsync(worker, "/health/ready", answer => answer.GetProperty("status").GetString() is "Healthy");
        await worker.Services.GetRequiredService<IBus>().Publish(
            new OrderShipped
            {
                EventId = Guid.NewGuid(),
                OrderNo = "A-1",
                OccurredAt = DateTimeOffset.UnixEpoch,
                TrackingNo = "JD1",
            }, Cancellation);

        var answer = await UntilAsync(
            worker,
            "/api/orders/A-1",
            found => found.TryGetProperty("events", out var events) && events[0].TryGetProperty("result", out _));

        var shipped = answer.GetProperty("events")[0];
        Assert.Equal("fengchao", shipped.GetProperty("vendor").GetString());
        Assert.StartsWith(
            "It failed, invalidEvent: CarrierCode is missing",
            shipped.GetProperty("why").GetString(),
            StringComparison.Ordinal);
        Assert.Equal("invalidEvent", shipped.GetProperty("result").GetProperty("reason").GetString());

        using var url = new Commands.EnvironmentVariable("MESSAGING_URL", $"{worker.Client.BaseAddress}");
        var run = await Commands.Cli.RunAsync("explain", "A-1");
        Assert.Equal((0, "OrderShipped of 1970-01-01 00:00:00Z, fengchao main"), (run.ExitCode, run.Lines[0]));
        Assert.StartsWith("It failed, invalidEvent: CarrierCode is missing", run.Lines[1], StringComparison.Ordinal);
        Assert.EndsWith("Received", run.Lines[3], StringComparison.Ordinal);
        Assert.Contains(run.Lines, line => line.StartsWith("next: ", StringComparison.Ordinal));
        Assert.Equal(
            ["occurred", "received", "settled"],
            shipped.GetProperty("timeline").EnumerateArray().Take(3).Select(e => e.GetProperty("what").GetString()));
        var unknown = await Commands.Cli.RunAsync("explain", "A/2?");
        Assert.Equal(1, unknown.ExitCode);
        Assert.Contains("HTTP 404. The ledger knows no event of order", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_that_cannot_be_called_says_why_and_what_happens_next()
    {
        await using var worker =
            await RunningWorker.StartAsync("Vendors:Em:BaseUrl=http://127.0.0.1:1", "Vendors:Em:FailuresToClose=1");
        await UntilAsync(worker, "/health/ready", answer => answer.GetProperty("status").GetString() is "Healthy");
        await worker.Services.GetRequiredService<IBus>().Publish(
            new OrderModified
            {
                EventId = Guid.NewGuid(),
                OrderNo = "A-1",
                OccurredAt = DateTimeOffset.UnixEpoch,
                OrderRemark = "x",
            }, Cancellation);

        var answer = await UntilAsync(
            worker, "/api/accounts", found =>
                found.GetProperty("accounts").EnumerateArray().Any(account => account.TryGetProperty("reason", out _)));

        var account = Assert.Single(answer.GetProperty("accounts").EnumerateArray());
        Assert.Equal("em", account.GetProperty("vendor").GetString());
        Assert.Contains("cannot be reached", account.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Contains("one order is tried at", account.GetProperty("next").GetString(), StringComparison.Ordinal);
        using var url = new Commands.EnvironmentVariable("MESSAGING_URL", $"{worker.Client.BaseAddress}");
        var run = await Commands.Cli.RunAsync("accounts");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(run.Lines, line => line.Contains("Suspended", StringComparison.Ordinal));

        // Degraded, not unready: orders are taken, and those of other accounts are sent.
        using var ready = await worker.Client.GetAsync(Path("/health/ready"), Cancellation);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        var accounts = (await ReadAsync(ready)).GetProperty("checks").GetProperty("accounts");
        Assert.Equal("Degraded", accounts.GetProperty("status").GetString());
        Assert.StartsWith(
            "em main is suspended since", accounts.GetProperty("description").GetString(), StringComparison.Ordinal);

        var order = await UntilAsync(
            worker,
            "/api/orders/A-1",
            found => found.GetProperty("events")[0].GetProperty("timeline").EnumerateArray().Any(IsWait));
        Assert.Equal("notSent", Assert.Single(
            order.GetProperty("events")[0].GetProperty("timeline").EnumerateArray().Take(3),
            entry => entry.TryGetProperty("call", out _)).GetProperty("call").GetProperty("outcome").GetString());

        static bool IsWait(JsonElement entry) => entry.GetProperty("what").GetString() is "wait";
    }

    private static async Task<JsonElement> UntilAsync(
        RunningWorker worker, string path, Func<JsonElement, bool> reached)
    {
        while (true)
        {
            using var response = await worker.Client.GetAsync(Path(path), Cancellation);
            var answer = await ReadAsync(response);
            if (reached(answer))
                return answer;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancellation);
        }
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response) =>
        JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancellation));

    private static Uri Path(string path) => new(path, UriKind.Relative);
}
