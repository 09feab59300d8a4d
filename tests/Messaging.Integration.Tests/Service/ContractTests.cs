using System.Text.Json.Nodes;
using Messaging.Testing;
using Messaging.Testing.Contracts;

namespace Messaging.Integration.Tests.Service;

/// <summary>What the files in <c>contracts/</c> say, seen on a broker.</summary>
public class ContractTests(RabbitMqFixture rabbitMq)
{
    private const string Envelope = "application/vnd.masstransit+json";
    private const string Plain = "application/json";

    [Theory]
    [InlineData("Envelope", Envelope)]
    [InlineData("Json", Plain)]
    public async Task Every_sample_succeeds_when_it_is_published_and_its_result_is_as_its_schema_says(
        string output, string contentType)
    {
        var address = await rabbitMq.CreateVirtualHostAsync();
        await using var world = await SimulatedWorld.StartAsync(new Uri(address), ("Bus:Output", output));
        await using var client = await RawClient.ConnectAsync(address);
        await client.SubscribeAsync();

        foreach (var (exchange, _, body) in ContractSchemas.OrderEvents)
            await client.PublishAsync(exchange, body, Plain);
        var count = ContractSchemas.OrderEvents.Count;
        await Eventually.TrueAsync(() => client.Results.Count >= count, "every sample is answered");
        await world.ResultsAsync(count);

        Assert.All(client.Results, result =>
        {
            Assert.Equal(("fulfillment-succeeded", contentType), (result.Exchange, result.ContentType));
            Assert.DoesNotContain("null", Event(result).ToJsonString(), StringComparison.Ordinal);
            Assert.Equal(result.MessageId, Event(result)["eventId"]!.GetValue<string>());
            Assert.Equal(result.CorrelationId, Event(result)["orderEventId"]!.GetValue<string>());
        });
        Assert.Equal(
            ContractSchemas.OrderEvents.Select(sample => JsonNode.Parse(sample.Body)!["eventId"]!.GetValue<string>())
                .Order(StringComparer.Ordinal),
            client.Results.Select(result => Event(result)["orderEventId"]!.GetValue<string>())
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_plain_result_is_one_line_and_null_counts_as_left_out()
    {
        var address = await rabbitMq.CreateVirtualHostAsync();
        await using var world = await SimulatedWorld.StartAsync(new Uri(address), ("Bus:Output", "Json"));
        await using var client = await RawClient.ConnectAsync(address);
        await client.SubscribeAsync();

        await client.PublishAsync(
            "order-modified",
            $$"""{"eventId":"{{Guid.NewGuid()}}","orderNo":"E1","occurredAt":"2026-11-11T00:00:03+08:00","account":null,"deadline":null,"transport":null,"carrierId":null,"items":[{"productCode":"NOSTOCK","quantity":1,"remark":null}]}""");
        await Eventually.TrueAsync(() => !client.Results.IsEmpty, "the result has come");

        var result = Assert.Single(client.Results);
        Assert.Equal("fulfillment-failed", result.Exchange);
        Assert.DoesNotContain('\n', result.Body);
        Assert.Contains("产品[NOSTOCK]库存不足", result.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("6f0b1c9e-0d53-4a57-9d0e-3f1f4f3f2a11", true)]
    [InlineData("order 17", false)]
    public async Task The_correlation_id_of_a_plain_event_comes_back_if_it_is_a_uuid(string sent, bool comesBack)
    {
        var address = await rabbitMq.CreateVirtualHostAsync();
        await using var world = await SimulatedWorld.StartAsync(new Uri(address));
        await using var client = await RawClient.ConnectAsync(address);
        await client.SubscribeAsync();

        var (exchange, _, body) = ContractSchemas.OrderEvents[0];
        await client.PublishAsync(exchange, body, Plain, correlationId: sent);
        await Eventually.TrueAsync(() => !client.Results.IsEmpty, "the result has come");

        var result = Assert.Single(client.Results);
        Assert.Equal("fulfillment-succeeded", result.Exchange);
        Assert.Equal(comesBack ? sent : Event(result)["orderEventId"]!.GetValue<string>(), result.CorrelationId);
    }

    private static JsonNode Event(RawClient.Message result)
    {
        var body = JsonNode.Parse(result.Body)!;
        return result.ContentType is Envelope ? body["message"]! : body;
    }
}
