using System.Net;
using System.Text;
using Messaging.Worker.Operations.DeadLetters;
using RabbitMQ.Client;

namespace Messaging.Worker.Tests.Operations.DeadLetters;

/// <summary>Messages that were put aside, at a real broker.</summary>
[Collection(Commands.EnvironmentVariable.Collection)]
public class DeadLetterTests(DeadLetterBroker broker) : IClassFixture<DeadLetterBroker>
{
    private const string Why = "the defect is corrected";

    [Fact]
    public async Task What_the_service_puts_aside_is_seen_with_its_reason_and_where_to_find_the_order()
    {
        await using var scene = await DeadLetterScene.StartAsync(broker.Server, "Bus:MaxMessageBytes=4096");
        await ReadyAsync(scene);
        var id = Guid.NewGuid();

        await scene.PublishAsync("order-marked-delivering", "not json at all");
        await scene.PublishAsync("order-marked-delivering", $$"""{"eventId":"{{id}}","orderNo":"P-7","occurredAt":7}""");
        await scene.PublishAsync(
            "order-marked-delivering",
            """{"messageType":["urn:message:Somebody.Elses:Event"],"message":{}}""",
            new() { ContentType = "application/vnd.masstransit+json" });
        await scene.PublishAsync("order-marked-delivering", new string('x', 5000));
        await Eventually.TrueAsync(
            async () =>
            {
                using var response = await scene.SendAsync(HttpMethod.Get, "", DeadLetterScene.Reader);
                var counts = await DeadLetterScene.ReadAsync<DeadLetterCounts>(response);
                return counts.Queues.Sum(queue => queue.Messages) == 4;
            },
            "four are put aside");

        var errors = await scene.ListAsync("fulfillment-polyv_error");
        Assert.Equal(2u, errors.Total);
        Assert.All(errors.Messages, letter => Assert.NotEmpty(letter.Reason!));
        Assert.All(errors.Messages, letter => Assert.NotNull(letter.At));
        Assert.All(errors.Messages, letter => Assert.Null(letter.Body));
        Assert.Contains(errors.Messages, letter => letter.EventId == id && letter.OrderNo is "P-7");
        Assert.Equal(
            "it is an envelope of another type",
            Assert.Single((await scene.ListAsync("fulfillment-polyv_skipped")).Messages).Reason);
        var large = Assert.Single((await scene.ListAsync("fulfillment-polyv_undelivered")).Messages);
        Assert.Equal(("it is larger than Bus:MaxMessageBytes", 5000), (large.Reason, large.Bytes));
        Assert.NotNull(large.At);
    }

    /// <summary>A quorum queue counts what is taken and put back, and drops a message at its limit.</summary>
    [Fact]
    public async Task Looking_however_often_drops_nothing_and_keeps_the_order()
    {
        await using var scene = await DeadLetterScene.StartAsync(broker.Server);
        await scene.DeclareAsync(DeadLetterScene.Queue, ("x-delivery-limit", 20));
        for (var i = 0; i < 5; i++)
            await scene.PublishAsync(DeadLetterScene.Queue, $"message {i}", new() { MessageId = $"{i}" });
        var first = await ListAsync();

        for (var i = 0; i < 50; i++)
            Assert.Equal(first, await ListAsync());

        var left = await scene.TakeAllAsync(DeadLetterScene.Queue);
        Assert.Equal(["0", "1", "2", "3", "4"], left.Select(message => message.BasicProperties.MessageId));

        async Task<IEnumerable<string>> ListAsync() =>
            (await scene.ListAsync()).Messages.Select(letter => letter.Id).ToList();
    }

    [Fact]
    public async Task A_message_is_sent_again_to_where_it_came_from_as_it_was_and_others_stay()
    {
        await using var scene = await DeadLetterScene.StartAsync(broker.Server);
        await scene.DeclareAsync(DeadLetterScene.Queue);
        await scene.DeclareAsync(DeadLetterScene.Origin);
        foreach (var name in new[] { "a", "b", "c" })
        {
            await scene.PublishAsync(DeadLetterScene.Queue, $"content of {name}", new()
            {
                MessageId = name,
                ContentType = "application/json",
                UserId = "guest",
                Headers = new Dictionary<string, object?>(StringComparer.Ordinal)
                {
                    ["traceparent"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                    ["MT-Fault-Message"] = "The database was away",
                    ["MT-Reason"] = "fault",
                    ["x-first-death-reason"] = "rejected",
                },
            });
        }

        var letters = (await scene.ListAsync()).Messages;
        Assert.All(letters, letter => Assert.Equal("The database was away", letter.Reason));
        var outcome = await scene.ActAsync("send-again", new([letters[1].Id], All: false, Why));

        Assert.Equal(new(Done: 1, Total: 3, Stopped: null), outcome);
        var sent = Assert.Single(await scene.TakeAllAsync(DeadLetterScene.Origin));
        Assert.Equal("content of b", Encoding.UTF8.GetString(sent.Body.Span));
        Assert.Equal(("b", "application/json"), (sent.BasicProperties.MessageId, sent.BasicProperties.ContentType));
        Assert.True(sent.BasicProperties.Persistent);
        // The broker counts, and the client numbers what it publishes.
        Assert.Equal(
            ["traceparent"],
            sent.BasicProperties.Headers!.Keys.Except(["x-delivery-count", "x-dotnet-pub-seq-no"]));
        Assert.Equal(
            ["a", "c"],
            (await scene.TakeAllAsync(DeadLetterScene.Queue)).Select(message => message.BasicProperties.MessageId));
    }

    [Fact]
    public async Task All_are_dropped_or_those_that_are_named()
    {
        await using var scene = await DeadLetterScene.StartAsync(broker.Server);
        await scene.DeclareAsync(DeadLetterScene.Queue);
        for (var i = 0; i < 4; i++)
            await scene.PublishAsync(DeadLetterScene.Queue, $"{i}");
        var letters = (await scene.ListAsync()).Messages;

        var some = await scene.ActAsync("drop", new([letters[0].Id, letters[2].Id, "unknown"], All: false, Why));
        Assert.Equal(new(Done: 2, Total: 4, Stopped: null), some);
        Assert.Equal([letters[1].Id, letters[3].Id], (await scene.ListAsync()).Messages.Select(letter => letter.Id));
        var all = await scene.ActAsync("drop", new(Ids: null, All: true, Why));
        Assert.Equal(new(Done: 2, Total: 2, Stopped: null), all);
        Assert.Empty(await scene.TakeAllAsync(DeadLetterScene.Queue));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_cannot_be_sent_anywhere_stays_where_it_is(bool exchangeIsThere)
    {
        await using var scene = await DeadLetterScene.StartAsync(broker.Server);
        await scene.DeclareAsync(DeadLetterScene.Queue);
        if (exchangeIsThere)
            await scene.Channel.ExchangeDeclareAsync(DeadLetterScene.Origin, ExchangeType.Fanout, durable: true);
        await scene.PublishAsync(DeadLetterScene.Queue, "a");
        await scene.PublishAsync(DeadLetterScene.Queue, "b");

        var outcome = await scene.ActAsync("send-again", new(Ids: null, All: true, Why));

        Assert.Equal((0, 2u), (outcome.Done, outcome.Total));
        Assert.NotEmpty(outcome.Stopped!);
        Assert.Equal(2, (await scene.TakeAllAsync(DeadLetterScene.Queue)).Count);
    }

    private static Task ReadyAsync(DeadLetterScene scene) => Eventually.TrueAsync(
        async () => (await scene.Worker.Client.GetAsync(new Uri("/health/ready", UriKind.Relative))).StatusCode
            == HttpStatusCode.OK,
        "the worker reads its queues");
}
