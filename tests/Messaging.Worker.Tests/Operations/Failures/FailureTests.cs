using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using MassTransit;
using Messaging.Contracts;
using Messaging.Fulfillment.Ledger;
using Messaging.Worker.Commands;
using Messaging.Worker.Hosting;
using Messaging.Worker.Management;
using Messaging.Worker.Operations.Failures;
using Messaging.Worker.Tests.Commands;
using Messaging.Worker.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Worker.Tests.Operations.Failures;

/// <summary>What failed is seen, counted and tried again, in a worker with its bus in memory.</summary>
[Collection(EnvironmentVariable.Collection)]
public sealed class FailureTests : IAsyncLifetime
{
    private static readonly string Reader = ApiKey.Create();
    private static readonly string Operator = ApiKey.Create();

    private RunningWorker _worker = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _worker = await RunningWorker.StartAsync(
        $"Management:ApiKeys:reader:Hash={ApiKey.Hash(Reader)}",
        "Management:ApiKeys:reader:Roles:0=Reader",
        $"Management:ApiKeys:operator:Hash={ApiKey.Hash(Operator)}",
        "Management:ApiKeys:operator:Roles:0=Operator",
        "Ledger:PollInterval=00:00:00.1");

    public ValueTask DisposeAsync() => _worker.DisposeAsync();

    [Fact]
    public async Task A_failure_is_listed_counted_and_its_retry_answered_under_a_name_of_its_own()
    {
        var failed = await FailAsync("A-1");

        var listed = await AskAsync<FailureList>("/api/failures?vendor=fengchao&reason=invalidEvent&code=");
        Assert.Equal(("A-1", "invalidEvent", null), FirstOf(listed));
        var group = Assert.Single((await AskAsync<FailureGroups>("/api/failures/groups")).Groups);
        Assert.Equal(("fengchao", "invalidEvent", 1L), (group.Vendor, group.Reason, group.Count));

        var answer = await RetryAsync<RetryAnswer>(ByIds(failed.EventId) with { DryRun = true });
        Assert.Equal((0, failed.EventId), (answer.Started, Assert.Single(answer.EventIds)));
        Assert.Equal(1, (await RetryAsync<RetryAnswer>(ByIds(failed.EventId))).Started);
        Assert.Equal(1, (await RetryAsync<RetryAnswer>(ByIds(failed.EventId))).AlreadyRetried);

        await Eventually.TrueAsync(async () => (await ListAsync()).Count == 2, "the retry has failed too");
        var (retry, first) = ((await ListAsync())[0], (await ListAsync())[1]);
        Assert.Equal((failed.EventId, retry.EventId), (first.EventId, first.RetriedAs));
        var order = await AskAsync<JsonElement>("/api/orders/A-1");
        var result = order.GetProperty("events").EnumerateArray().Select(one => one.GetProperty("result"))
            .Single(one => one.GetProperty("orderEventId").GetGuid() == retry.EventId);
        Assert.Equal(failed.EventId, result.GetProperty("retryOf").GetGuid());
    }

    [Fact]
    public async Task Of_a_group_one_is_tried_before_the_rest()
    {
        foreach (var orderNo in new[] { "A", "B", "C" })
            await FailAsync(orderNo);
        var group = new RetryRequest(null, "fengchao", "invalidEvent", "", null, null, false, DryRun: true, "try");

        Assert.Equal("C", await OrderOfAsync(Assert.Single((await RetryAsync<RetryAnswer>(group)).EventIds)));
        Assert.Equal(3, (await RetryAsync<RetryAnswer>(group with { Limit = 100 })).EventIds.Count);
        Assert.Empty((await RetryAsync<RetryAnswer>(group with { Vendor = "em" })).EventIds);
    }

    [Fact]
    public async Task Failures_come_in_pages()
    {
        foreach (var orderNo in new[] { "A", "B", "C" })
            await FailAsync(orderNo);

        var first = await AskAsync<FailureList>("/api/failures?limit=2");
        var second = await AskAsync<FailureList>($"/api/failures?limit=2&after={first.Next}");

        Assert.Equal(["C", "B", "A"], first.Failures.Concat(second.Failures).Select(failure => failure.OrderNo));
        Assert.Null(second.Next);
        using var refused = await SendAsync(HttpMethod.Get, "/api/failures?after=x", Reader);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task A_reader_retries_nothing_and_without_a_reason_nobody_does()
    {
        var failed = await FailAsync("A");

        using var reader = await SendAsync(HttpMethod.Post, "/api/failures/retry", Reader, ByIds(failed.EventId));
        Assert.Equal(HttpStatusCode.Forbidden, reader.StatusCode);
        using var silent = await SendAsync(
            HttpMethod.Post, "/api/failures/retry", Operator, ByIds(failed.EventId) with { Why = null });
        Assert.Equal(HttpStatusCode.BadRequest, silent.StatusCode);
        Assert.Null(Assert.Single(await ListAsync()).RetriedAs);
    }

    [Fact]
    public async Task A_character_that_no_text_has_is_refused_before_the_database_would()
    {
        var group = new RetryRequest(
            null, "fengchao", "invalidEvent", null, null, null, LiftDeadline: false, DryRun: false, "try");

        using var taken = await SendAsync(HttpMethod.Post, "/api/failures/retry", Operator, group);
        using var refused = await SendAsync(
            HttpMethod.Post, "/api/failures/retry", Operator, group with { Account = "a\0b" });

        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task The_command_line_shows_and_retries_and_markup_is_only_text()
    {
        const string orderNo = "<b>[red]A[/]";
        await FailAsync(orderNo);
        using var key = new EnvironmentVariable("MESSAGING_API_KEY", Operator);
        var url = $"--url={_worker.Client.BaseAddress}";

        var list = await Cli.RunAsync("failures", "list", url, "--vendor", "fengchao");
        Assert.Equal(ExitCode.Success, list.ExitCode);
        Assert.Contains(orderNo, list.Output, StringComparison.Ordinal);
        var groups = await Cli.RunAsync("failures", "groups", url, "--json");
        Assert.Equal(1, JsonElement.Parse(groups.Output).GetProperty("groups")[0].GetProperty("count").GetInt32());
        var retry = await Cli.RunAsync(
            "failures", "retry", url, "--vendor", "fengchao", "--reason", "invalidEvent", "--why", "try");
        Assert.Contains("tried again: 1,", retry.Output, StringComparison.Ordinal);
    }

    private static RetryRequest ByIds(params Guid[] ids) =>
        new(ids, null, null, null, null, null, LiftDeadline: false, DryRun: false, "a test");

    private static (string OrderNo, string Reason, string? Code) FirstOf(FailureList list) =>
        (list.Failures[0].OrderNo, list.Failures[0].Reason, list.Failures[0].Code);

    /// <summary>An order without a carrier.</summary>
    private async Task<FailedOrder> FailAsync(string orderNo)
    {
        await _worker.Services.GetRequiredService<IBus>().Publish(
            new OrderShipped
            {
                EventId = Guid.NewGuid(),
                OrderNo = orderNo,
                OccurredAt = DateTimeOffset.UnixEpoch,
                TrackingNo = "JD1",
            },
            Cancellation);
        FailedOrder? found = null;
        await Eventually.TrueAsync(
            async () => (found = (await ListAsync()).FirstOrDefault(failure => failure.OrderNo == orderNo)) is not null,
            $"{orderNo} has failed");
        return found!;
    }

    private async Task<IReadOnlyList<FailedOrder>> ListAsync() =>
        (await AskAsync<FailureList>("/api/failures")).Failures;

    private async Task<string> OrderOfAsync(Guid eventId) =>
        (await ListAsync()).Single(failure => failure.EventId == eventId).OrderNo;

    private async Task<T> AskAsync<T>(string path)
    {
        using var response = await SendAsync(HttpMethod.Get, path, Reader);
        return await ReadAsync<T>(response);
    }

    private async Task<T> RetryAsync<T>(RetryRequest request)
    {
        using var response = await SendAsync(HttpMethod.Post, "/api/failures/retry", Operator, request);
        return await ReadAsync<T>(response);
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}: {text}");
        return JsonSerializer.Deserialize<T>(text, AnswerJson.Wire)!;
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string key, RetryRequest? request = null)
    {
        using var message = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        message.Content = request is null ? null : JsonContent.Create(request, options: AnswerJson.Wire);
        return await _worker.Client.SendAsync(message, Cancellation);
    }
}
