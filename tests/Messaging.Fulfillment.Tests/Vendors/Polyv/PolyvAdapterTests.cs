using System.Net;
using System.Text;
using System.Web;
using Messaging.Contracts;
using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;
using Messaging.Fulfillment.Vendors.Polyv;
using Microsoft.Extensions.Time.Testing;

namespace Messaging.Fulfillment.Tests.Vendors.Polyv;

public sealed class PolyvAdapterTests
{
    private readonly PolyvOptions _options = PolyvCase.Options();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeMilliseconds(1665629374000));

    public static TheoryData<string?, string[]> OrderNos => new()
    {
        { "A", [] },
        { new string('x', 64), [] },
        { "订单 1", [] },
        { null, ["OrderNo is missing"] },
        { "", ["OrderNo is missing"] },
        { "  ", ["OrderNo is missing"] },
        { new string('x', 65), ["OrderNo has 65 characters"] },
        { "A\n", ["OrderNo begins or ends with white space", "OrderNo contains a control character"] },
        { "A\tB", ["OrderNo contains a control character"] },
        { " A", ["OrderNo begins or ends with white space"] },
        { "\0" + new string('x', 64), ["OrderNo has 65 characters", "OrderNo contains a control character"] },
    };

    [Theory]
    [MemberData(nameof(OrderNos))]
    public void Every_rule_that_an_order_number_breaks_is_reported(string? orderNo, string[] expected)
    {
        var violations = Adapter(new StubHandler(_ => null!)).FindViolations(PolyvCase.Order(orderNo!).Event);

        Assert.Equal(expected.Length, violations.Count);
        Assert.All(
            expected.Zip(violations), pair => Assert.StartsWith(pair.First, pair.Second, StringComparison.Ordinal));
    }

    [Fact]
    public async Task All_orders_go_in_one_call_and_the_answer_is_read_for_each()
    {
        var stub = new StubHandler(_ => Json("""
            {"code":200,"status":"success","requestId":"r.1","success":true,
             "data":{"successOrderNos":["B"],"failOrderList":[{"orderNo":"A","errCode":40244,"errMsg":"订单不存在"}]}}
            """));

        var answer = await Call(stub, PolyvCase.Orders("A", "B"));

        Assert.Equal("Rejected 40244 订单不存在 | Succeeded", PolyvCase.Describe(answer.Outcomes));
        Assert.Equal("r.1", answer.RequestId);
        var request = Assert.Single(stub.Requests);
        Assert.Equal("/live/v4/user/product/order/update-batch-status", request.Uri.AbsolutePath);
        Assert.Equal("""{"orderNos":["A","B"],"status":"delivering"}""", request.Body);
    }

    [Fact]
    public async Task The_body_of_an_error_is_read()
    {
        var stub = new StubHandler(
            _ => Json("""{"code":403,"message":"qps exceeds number of calls"}""", HttpStatusCode.Forbidden));

        Assert.Equal(CallFaultKind.RateLimited, (await Call(stub, PolyvCase.Orders("A"))).Fault?.Kind);
    }

    [Fact]
    public async Task Every_attempt_is_signed_anew_with_the_time_of_the_moment()
    {
        var stub = new StubHandler(_ => Json("""{"code":200}"""));
        await Call(stub, PolyvCase.Orders("A"));
        _time.Advance(TimeSpan.FromMinutes(3));
        await Call(stub, PolyvCase.Orders("A"));

        var queries = stub.Requests.Select(request => HttpUtility.ParseQueryString(request.Uri.Query)).ToArray();

        Assert.Equal("1665629374000, 1665629554000", string.Join(", ", queries.Select(query => query["timestamp"])));
        Assert.NotEqual(queries[0]["sign"], queries[1]["sign"], StringComparer.Ordinal);
    }

    [Fact]
    public async Task By_default_an_order_that_may_be_done_is_sent_again_without_a_query()
    {
        var stub = new StubHandler(_ => Json("""{"code":200}"""));

        await Call(stub, [PolyvCase.Order("A", inDoubt: true)]);

        Assert.Equal(HttpMethod.Post, Assert.Single(stub.Requests).Method);
    }

    [Fact]
    public async Task With_queries_only_what_may_be_done_is_asked_for_and_only_what_is_not_done_is_sent()
    {
        _options.ResolveUnknownBy = PolyvResolution.Query;
        var stub = new StubHandler(request => request.Method == HttpMethod.Post
            ? Json("""{"code":200,"data":{"successOrderNos":["new","waiting"]}}""")
            : Status(request));

        var answer = await Call(
            stub,
            [
                PolyvCase.Order("finish", inDoubt: true),
                PolyvCase.Order("new"),
                PolyvCase.Order("garbled", inDoubt: true),
                PolyvCase.Order("waiting", inDoubt: true),
            ]);

        Assert.Equal("Succeeded | Succeeded | Unknown 200 | Succeeded", PolyvCase.Describe(answer.Outcomes));
        Assert.Equal(
            "finish, garbled, waiting",
            string.Join(", ", stub.Requests.Select(OrderNo).OfType<string>().Order(StringComparer.Ordinal)));
        Assert.Equal("""{"orderNos":["new","waiting"],"status":"delivering"}""", stub.Requests.Last().Body);
    }

    [Fact]
    public async Task Nothing_is_sent_where_the_queries_settle_everything()
    {
        _options.ResolveUnknownBy = PolyvResolution.Query;
        var stub = new StubHandler(Status);

        var answer = await Call(stub, [PolyvCase.Order("finish", inDoubt: true)]);

        Assert.Equal("Succeeded", PolyvCase.Describe(answer.Outcomes));
        Assert.Equal(HttpMethod.Get, Assert.Single(stub.Requests).Method);
    }

    [Fact]
    public async Task Queries_are_bounded_in_number_and_at_most_four_run_at_a_time()
    {
        _options.ResolveUnknownBy = PolyvResolution.Query;
        _options.QueriesPerCall = 8;
        var running = 0;
        var most = 0;
        var fourRun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stub = new StubHandler(async (request, token) =>
        {
            if (Interlocked.Increment(ref running) >= 4)
                fourRun.TrySetResult();
            await fourRun.Task.WaitAsync(TimeSpan.FromSeconds(10), token);
            await Task.Delay(
                TimeSpan.FromMilliseconds(20), TimeProvider.System, token); // Long enough for a fifth to show itself.
            InterlockedMax(ref most, Volatile.Read(ref running));
            Interlocked.Decrement(ref running);
            return Status(request);
        });

        var answer = await Call(
            stub, Enumerable.Range(0, 20).Select(i => PolyvCase.Order($"finish{i}", inDoubt: true)).ToArray());

        Assert.Equal(8, stub.Requests.Count);
        Assert.Equal(4, most);
        Assert.Equal(8, answer.Outcomes.OfType<OrderOutcome.Succeeded>().Count());
        Assert.Equal(12, answer.Outcomes.OfType<OrderOutcome.Unknown>().Count());
    }

    [Fact]
    public async Task Cancelling_ends_the_queries()
    {
        _options.ResolveUnknownBy = PolyvResolution.Query;
        using var cancellation = new CancellationTokenSource();
        var stub = new StubHandler(async (_, token) =>
        {
            await cancellation.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            throw new InvalidOperationException("Unreachable.");
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Call(stub, [PolyvCase.Order("A", inDoubt: true)], cancellation.Token));

        Assert.DoesNotContain(stub.Requests, request => request.Method == HttpMethod.Post);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); seen < value; seen = Volatile.Read(ref target))
            Interlocked.CompareExchange(ref target, value, seen);
    }

    private static string? OrderNo(SentRequest request) => HttpUtility.ParseQueryString(request.Uri.Query)["orderNo"];

    private static HttpResponseMessage Status(SentRequest request) => OrderNo(request) switch
    {
        "garbled" => Json("<html/>"),
        "waiting" => Json("""{"code":200,"data":{"status":"wait_delivery"}}"""),
        _ => Json("""{"code":200,"data":{"status":"finish"}}"""),
    };

    private static HttpResponseMessage Json(string body, HttpStatusCode status = HttpStatusCode.OK) =>
        StubHandler.Reply(status, Encoding.UTF8.GetBytes(body));

    private PolyvAdapter Adapter(StubHandler stub) =>
        new(new VendorHttp(stub, _time), new FixedOptions<PolyvOptions>(_options), _time);

    private Task<VendorAnswer> Call(
        StubHandler stub, VendorOrder<OrderMarkedDelivering>[] orders, CancellationToken cancellationToken = default) =>
        Adapter(stub).CallAsync(new(PolyvCase.Account, orders), cancellationToken);
}
