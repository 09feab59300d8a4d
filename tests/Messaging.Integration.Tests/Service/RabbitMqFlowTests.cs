using System.Text.Json;
using Messaging.Contracts;
using Messaging.Testing;
using Messaging.Testing.Service;

namespace Messaging.Integration.Tests.Service;

public class RabbitMqFlowTests(RabbitMqFixture rabbitMq)
{
    private const string Id = "0b9d5c7e-6a52-4e63-9a77-0d0f6f2f6a10";

    [Theory]
    [InlineData(null)]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("text/plain")]
    public async Task Plain_json_goes_in_and_comes_out_whatever_the_content_type(string? contentType)
    {
        var address = await rabbitMq.CreateVirtualHostAsync();
        await using var world = await SimulatedWorld.StartAsync(new Uri(address), ("Bus:Output", "Json"));
        await using var client = await RawClient.ConnectAsync(address);
        await client.SubscribeAsync();

        await client.PublishAsync(
            "order-shipped",
            $$"""{"eventId":"{{Id}}","orderNo":"4948795729456854758","occurredAt":"2026-11-11T00:00:03+08:00","carrierCode":"zhongtong","trackingNo":"75531717195834","aFieldOfTomorrow":1}""",
            contentType);
        await Eventually.TrueAsync(() => !client.Results.IsEmpty, "the result has come");

        var result = Assert.Single(client.Results);
        Assert.Equal(("fulfillment-succeeded", "application/json"), (result.Exchange, result.ContentType));
        Assert.Equal(Id, result.Json.GetProperty("orderEventId").GetString());
        Assert.Equal("4948795729456854758", result.Json.GetProperty("orderNo").GetString());
        Assert.Equal(result.MessageId, result.Json.GetProperty("eventId").GetString());
        Assert.Equal(1, world.Vendors.Fengchao.Journal.Find("4948795729456854758")!.Applied);
    }

    [Fact]
    public async Task A_thousand_orders_that_wait_make_one_call()
    {
        await using var world = await SimulatedWorld.StartAsync(
            new Uri(await rabbitMq.CreateVirtualHostAsync()), ("Vendors:Polyv:BatchTimeLimit", "00:00:10"));

        await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => world.Bus.Publish(Events.Delivering($"P{i}"))));
        await world.ResultsAsync(1000);

        var journal = world.Vendors.Polyv.Journal.Summarize();
        Assert.Equal((1, 1000, 1000), (journal.Calls, journal.MaxOrdersPerCall, journal.AppliedOrders));
    }

    public static TheoryData<string, bool> Unreadable => new()
    {
        { "not json at all", false },
        { "", false },
        { "[]", false },
        { """{"orderNo":"P1"}""", false },
        { $$"""{"eventId":"{{Id}}","orderNo":"P1"}""", true },
        { $$"""{"eventId":"{{Id}}","orderNo":"P1","occurredAt":"yesterday"}""", true },
        { $$"""{"eventId":"{{Id}}","orderNo":"P\u0000","occurredAt":"2026-11-11T00:00:03+08:00"}""", true },
        { $$"""{"eventId":"{{Id}}","orderNo":{"a":1},"occurredAt":"2026-11-11T00:00:03+08:00"}""", true },
        { """{"eventId":"00000000-0000-0000-0000-000000000000","orderNo":"P1","occurredAt":"2026-11-11T00:00:03+08:00"}""", false },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task A_message_that_cannot_be_read_goes_to_the_error_queue_and_is_answered_where_it_says_whom(
        string body, bool answered)
    {
        var address = await rabbitMq.CreateVirtualHostAsync();
        await using var world = await SimulatedWorld.StartAsync(new Uri(address));
        await using var client = await RawClient.ConnectAsync(address);

        await client.PublishAsync("order-marked-delivering", body);
        await world.Bus.Publish(Events.Delivering("P-good"));
        RawClient.Message? error = null;
        await Eventually.TrueAsync(
            async () => (error = await client.TakeAsync(
                "fulfillment-polyv_error")) is not null, "the message is in the error queue");
        var results = await world.ResultsAsync(answered ? 2 : 1);

        Assert.Equal(body, error!.Body);
        Assert.NotEmpty(error.Headers["MT-Fault-Message"]);
        Assert.Equal(answered ? 2 : 1, results.Count);
        if (answered)
        {
            var failed = results.Select(r => r.Result).OfType<FulfillmentFailed>().Single();
            Assert.Equal((Guid.Parse(Id), FailureReason.InvalidEvent), (failed.OrderEventId, failed.Reason));
        }
    }

    [Fact]
    public async Task An_envelope_of_another_type_is_moved_and_not_answered_here()
    {
        var address = await rabbitMq.CreateVirtualHostAsync();
        await using var world = await SimulatedWorld.StartAsync(new Uri(address));
        await using var client = await RawClient.ConnectAsync(address);
        var envelope = JsonSerializer.Serialize(new
        {
            messageType = new[] { "urn:message:Somebody.Elses:Event" },
            message = new { eventId = Id, orderNo = "P1" },
        });

        await client.PublishAsync("order-marked-delivering", envelope, "application/vnd.masstransit+json");
        await Eventually.TrueAsync(
            async () => await client.TakeAsync("fulfillment-polyv_skipped") is not null, "it is in the skipped queue");

        Assert.Empty(world.Results);
    }

    [Fact]
    public async Task A_graceful_stop_in_the_middle_loses_nothing_and_sends_nothing_twice()
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.db");
        await using var world = await SimulatedWorld.StartAsync(
            new Uri(await rabbitMq.CreateVirtualHostAsync()),
            ("Ledger:ConnectionString", $"Data Source={file}"),
            ("Vendors:Em:CallsPerSecond", "300"));
        var events = Enumerable.Range(0, 600).Select(i => Events.Modified($"E{i}")).ToList();
        await Task.WhenAll(events.Select(e => world.Bus.Publish(e)));
        await Eventually.TrueAsync(() => world.Vendors.Em.Journal.Summarize().Calls > 50, "it is in the middle");

        await world.StopServiceAsync();
        Assert.InRange(world.Vendors.Em.Journal.Summarize().Calls, 50, 599);
        await world.StartServiceAsync();
        await Eventually.TrueAsync(
            () => world.Results.DistinctBy(r => r.MessageId).Count() == 600, "every event is answered");

        Assert.Equal(
            events.Select(e => e.EventId).Order(), world.Results.Select(r => r.Result.OrderEventId).Distinct().Order());
        Assert.Equal(600, world.Vendors.Em.Journal.Summarize().Applications);
        Assert.Equal(0, (await world.Ledger.CountAsync(CancellationToken.None)).Sum(t => t.Drift + t.Waiting));
        File.Delete(file);
    }
}
