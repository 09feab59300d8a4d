using System.Globalization;
using Messaging.Contracts;
using Messaging.Testing;
using Messaging.Testing.Service;

namespace Messaging.Integration.Tests.Service;

public class BadMessageTests(RabbitMqFixture rabbitMq)
{
    private const string Exchange = "order-marked-delivering";
    private const string EnvelopeType = "application/vnd.masstransit+json";

    private static readonly string Id = Guid.NewGuid().ToString();

    [Fact]
    public async Task Messages_that_share_one_message_id_are_each_answered()
    {
        await using var test = await StartAsync();
        var id = Guid.NewGuid().ToString();

        for (var i = 0; i < 50; i++)
            await test.Client.PublishAsync(Exchange, Plain($"P{i}"), messageId: id);
        var results = await test.World.ResultsAsync(50);

        Assert.Equal(50, results.DistinctBy(received => received.Result.OrderNo).Count());
    }

    [Theory]
    [InlineData("id used for another order")]
    [InlineData("id used for another order in the same batch")]
    public async Task An_event_id_that_is_used_again_for_another_order_is_put_aside_with_the_reason(string what)
    {
        await using var test = await StartAsync();

        await test.Client.PublishAsync(Exchange, Plain("P1", Id));
        if (!what.EndsWith("batch", StringComparison.Ordinal))
            await test.World.ResultsAsync(1);
        await test.Client.PublishAsync(Exchange, Plain("P2", Id));
        await test.Client.PublishAsync(Exchange, Plain("P1", Id));
        var error = await test.TakeErrorAsync();
        var results = await test.World.ResultsAsync(1);

        Assert.Contains("\"P2\"", error.Body);
        Assert.Contains("eventId was used before", error.Headers["MT-Fault-Message"]);
        Assert.Equal("P1", Assert.Single(results).Result.OrderNo);
        Assert.Null(await test.Client.TakeAsync("fulfillment-polyv_error"));
    }

    [Fact]
    public async Task A_byte_order_mark_is_no_error()
    {
        await using var test = await StartAsync();

        await test.Client.PublishAsync(Exchange, "\ufeff" + Plain("P1"));
        await test.Client.PublishAsync(Exchange, "\ufeff" + $$"""
            {"messageType":["urn:message:Messaging.Contracts:OrderMarkedDelivering"],"message":{{Plain("P2")}}}
            """, EnvelopeType);

        Assert.All(
            await test.World.ResultsAsync(2), received => Assert.IsType<FulfillmentSucceeded>(received.Result));
    }

    public static TheoryData<string, string?, string> Contradictions => new()
    {
        { Plain("P1", Id), EnvelopeType, "its body is not an envelope" },
        { $$"""{"message":{{Plain("P1", Id)}}}""", "application/json", "its body is an envelope" },
        { $$"""{"messageType":["urn:message:Messaging.Contracts:OrderMarkedDelivering"],"message":{{Plain("P1", Id)}}}""",
            null, "its body is an envelope" },
    };

    [Theory]
    [MemberData(nameof(Contradictions))]
    public async Task A_body_that_contradicts_its_content_type_says_that_and_is_answered(
        string body, string? contentType, string reason)
    {
        await using var test = await StartAsync();

        await test.Client.PublishAsync(Exchange, body, contentType);
        var error = await test.TakeErrorAsync();
        var results = await test.World.ResultsAsync(1);

        Assert.Contains(reason, error.Headers["MT-Fault-Message"]);
        var failed = Assert.Single(results).Failed;
        Assert.Equal((Guid.Parse(Id), "P1", FailureReason.InvalidEvent),
            (failed.OrderEventId, failed.OrderNo, failed.Reason));
        Assert.Contains(reason, failed.Message);
        Assert.Null(await test.Client.TakeAsync("fulfillment-polyv_skipped"));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"eventId":"x"}""")]
    public async Task What_cannot_be_read_is_in_one_queue_and_its_fault_quotes_nothing_and_is_short(string body)
    {
        await using var test = await StartAsync();

        await test.Client.PublishAsync(Exchange, body + " 张三 13800138000");
        var error = await test.TakeErrorAsync();
        await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System);

        Assert.Null(await test.Client.TakeAsync("fulfillment-polyv_skipped"));
        Assert.Null(await test.Client.TakeAsync("fulfillment-polyv_error"));
        Assert.All(error.Headers, header => Assert.DoesNotContain("张三", header.Value));
        Assert.All(error.Headers, header => Assert.DoesNotContain("13800138000", header.Value));
        Assert.InRange(error.Headers.Sum(header => header.Value.Length), 0, 4000);
    }

    [Fact]
    public async Task A_message_that_is_too_large_is_moved_by_the_broker_and_answered_and_others_go_on()
    {
        await using var test = await StartAsync(("Bus:MaxMessageBytes", "4096"));

        for (var i = 0; i < 20; i++)
            await test.Client.PublishAsync(Exchange, Plain($"P{i}", remark: new string('x', i % 2 == 0 ? 5000 : 3000)));
        var results = await test.World.ResultsAsync(20);

        var failed = results.Select(received => received.Result).OfType<FulfillmentFailed>().ToList();
        Assert.Equal(10, failed.Count);
        Assert.All(failed, one => Assert.Equal(FailureReason.InvalidEvent, one.Reason));
        Assert.All(failed, one => Assert.Contains("Bus:MaxMessageBytes allows 4096", one.Message));
        for (var i = 0; i < 10; i++)
        {
            var aside = await test.Client.TakeAsync("fulfillment-polyv_undelivered");
            Assert.Contains(new string('x', 5000), aside!.Body);
            Assert.Equal("rejected", aside.Headers["x-first-death-reason"]);
        }

        Assert.Null(await test.Client.TakeAsync("fulfillment-polyv_undelivered"));
        Assert.Null(await test.Client.TakeAsync("fulfillment-polyv_error"));
    }

    [Fact]
    public async Task A_time_without_offset_is_not_guessed()
    {
        await using var test = await StartAsync();

        await test.Client.PublishAsync(
            Exchange, $$"""{"eventId":"{{Id}}","orderNo":"P1","occurredAt":"2026-11-11T00:00:03"}""");
        var failed = Assert.Single(await test.World.ResultsAsync(1)).Failed;

        Assert.Equal(FailureReason.InvalidEvent, failed.Reason);
        Assert.Contains("$.occurredAt is a time without offset", failed.Message);
    }

    /// <summary>A thousand of one number, or of none, are answered in a few batches, not one per interval.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData(" P1 ")]
    public async Task What_can_never_be_sent_is_answered_at_full_speed(string orderNo)
    {
        await using var test = await StartAsync(("Ledger:PollInterval", "00:01:00"));

        for (var i = 0; i < 1000; i++)
            await test.Client.PublishAsync(Exchange, Plain(orderNo));
        await test.Client.PublishAsync(Exchange, Plain("P-good"));
        var results = await test.World.ResultsAsync(1001);

        Assert.Equal(1000, results.Count(
            received => received.Result is FulfillmentFailed { Reason: FailureReason.InvalidEvent, CanRetry: false }));
        Assert.Equal(1001, results.DistinctBy(received => received.Result.OrderEventId).Count());
        Assert.Null(await test.Client.TakeAsync("fulfillment-polyv_error"));
    }

    [Fact]
    public async Task A_stop_under_load_puts_no_message_aside_and_answers_none_as_unreadable()
    {
        await using var test = await StartAsync(
            ("Vendors:Em:CallsPerSecond", "300"), ("Vendors:Em:MaxOrdersInFlight", "300"));
        for (var i = 0; i < 2000; i++)
            await test.World.Bus.Publish(Events.Modified($"E{i}"));
        await Eventually.TrueAsync(() => test.World.Vendors.Em.Journal.Summarize().Calls > 50, "it is in the middle");

        await test.World.StopServiceAsync();
        await test.World.StartServiceAsync();

        Assert.Null(await test.Client.TakeAsync("fulfillment-em_error"));
        Assert.Null(await test.Client.TakeAsync("fulfillment-em_skipped"));
        Assert.DoesNotContain(test.World.Results, received => received.Result is FulfillmentFailed);
    }

    private static string Plain(string orderNo, string? id = null, string remark = "") => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"eventId":"{{id ?? Guid.NewGuid().ToString()}}","orderNo":"{{orderNo}}","occurredAt":"2026-11-11T00:00:03+08:00","remark":"{{remark}}"}""");

    private async Task<Test> StartAsync(params (string Key, string Value)[] settings)
    {
        var address = await rabbitMq.CreateVirtualHostAsync();
        return new(
            await SimulatedWorld.StartAsync(new Uri(address), settings), await RawClient.ConnectAsync(address));
    }

    private sealed record Test(SimulatedWorld World, RawClient Client) : IAsyncDisposable
    {
        public async Task<RawClient.Message> TakeErrorAsync()
        {
            RawClient.Message? error = null;
            await Eventually.TrueAsync(
                async () => (error = await Client.TakeAsync("fulfillment-polyv_error")) is not null,
                "the message is in the error queue");
            return error!;
        }

        public async ValueTask DisposeAsync()
        {
            await Client.DisposeAsync();
            await World.DisposeAsync();
        }
    }
}
