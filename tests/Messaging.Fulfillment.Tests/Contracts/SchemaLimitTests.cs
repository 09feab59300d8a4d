using System.Text.Json;
using System.Text.Json.Nodes;
using MassTransit.Serialization;
using Messaging.Contracts;
using Messaging.Fulfillment.Intake;
using Messaging.Fulfillment.Vendors;
using Messaging.Fulfillment.Vendors.Em;
using Messaging.Fulfillment.Vendors.Fengchao;
using Messaging.Testing.Contracts;
using NJsonSchema;

namespace Messaging.Fulfillment.Tests.Contracts;

/// <summary>
/// A publisher reads the schemas; the service has rules in code. For each field of each order event values within and
/// beyond what its schema says are shown to both, and both have to say the same.
/// </summary>
public class SchemaLimitTests
{
    public static TheoryData<string, string> Fields { get; } =
    [
        .. ContractSchemas.OrderEvents
            .Where(sample => sample.Name.EndsWith(".full.json", StringComparison.Ordinal))
            .SelectMany(sample => JsonNode.Parse(sample.Body)!.AsObject()
                .Select(field => (sample.Exchange, field.Key))),
    ];

    [Theory]
    [MemberData(nameof(Fields))]
    public void Schema_and_service_take_the_same_values(string exchange, string field)
    {
        var property = ContractSchemas.Get(exchange).Properties[field];

        Assert.All(Candidates(property), candidate =>
        {
            var order = Sample(exchange);
            // Which carriers a transport takes is the operator's to say, and in no schema.
            if (field is "carrierId")
                order.Remove("transport");
            order[field] = candidate?.DeepClone();
            AssertSame(exchange, order);
        });
    }

    [Theory]
    [InlineData("productCode")]
    [InlineData("quantity")]
    [InlineData("remark")]
    public void Schema_and_service_take_the_same_values_of_an_item(string field)
    {
        var property = ContractSchemas.Get("order-modified").Properties["items"].Item!.ActualSchema.Properties[field];

        Assert.All(Candidates(property), candidate =>
        {
            var order = Sample("order-modified");
            order["items"]![0]![field] = candidate?.DeepClone();
            AssertSame("order-modified", order);
        });
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void What_the_schema_requires_the_service_requires_and_null_is_as_good_as_left_out(
        string exchange, string field)
    {
        var without = Sample(exchange);
        // These three travel together.
        string[] region = ["province", "city", "district"];
        foreach (var name in region.Contains(field, StringComparer.Ordinal) ? region : [field])
            without.Remove(name);
        // Without its transport an order needs no carrier; with it the carrier has to be there.
        if (field is "carrierId")
            without.Remove("transport");
        AssertSame(exchange, without);

        var empty = (JsonObject)without.DeepClone();
        empty[field] = null;
        AssertSame(exchange, empty);
    }

    [Fact]
    public void No_text_and_no_list_is_without_limit() =>
        Assert.All(Fields, row =>
        {
            var (exchange, field) = row.Data;
            var property = ContractSchemas.Get(exchange).Properties[field];
            if (property.Type.HasFlag(JsonObjectType.Array))
                Assert.True(property.MaxItems > 0, field);
            else if (property.Type.HasFlag(JsonObjectType.String))
                Assert.True(property.MaxLength > 0 || property.Format is not null, field);
        });

    /// <summary>Values at the edges of what a field may be; null included.</summary>
    private static IEnumerable<JsonNode?> Candidates(JsonSchemaProperty property)
    {
        var type = property.ActualTypeSchema.Type;
        if (type.HasFlag(JsonObjectType.String) && property.Format is null)
        {
            var most = property.MaxLength ?? 0;
            string[] texts =
            [
                "", " ", "a", " a", "a ", "a b", "\u3000a", "a\u0085", "a\u0001b", "a\tb", "\uFFFD", new('长', most),
                new('长', most + 1),
            ];
            return texts.Select(text => JsonValue.Create(text));
        }

        if (property.Format is "uuid")
            return new[] { Guid.Empty, Guid.NewGuid() }.Select(id => JsonValue.Create(id.ToString()));
        if (type.HasFlag(JsonObjectType.Integer))
            return new[] { "-1", "0", "1", "2147483647", "2147483648", "1.5" }.Select(text => JsonNode.Parse(text));
        if (type.HasFlag(JsonObjectType.Array))
        {
            return new[] { 0, 1, property.MaxItems, property.MaxItems + 1 }.Select(count => new JsonArray(
                [.. Enumerable.Range(0, count).Select(_ => CreateItem(property))]));
        }

        return [];
    }

    private static JsonNode CreateItem(JsonSchemaProperty property) =>
        property.Item!.ActualSchema.Type.HasFlag(JsonObjectType.Object)
            ? new JsonObject { ["productCode"] = "A", ["quantity"] = 1 }
            : JsonValue.Create("123456789012345");

    private static JsonObject Sample(string exchange) =>
        JsonNode.Parse(ContractSchemas.OrderEvents.Single(sample => sample.Name == $"{exchange}.full.json").Body)!
            .AsObject();

    private static void AssertSame(string exchange, JsonObject order)
    {
        var json = order.ToJsonString();
        var schema = ContractSchemas.FindViolations(exchange, "application/json", json);
        var service = FindServiceViolations(exchange, json).ToList();

        Assert.True(
            schema.Count == 0 == (service.Count == 0),
            $"schema: {string.Join("; ", schema)}\nservice: {string.Join("; ", service)}");
    }

    private static IEnumerable<string> FindServiceViolations(string exchange, string json) => exchange switch
    {
        "order-shipped" => Find<OrderShipped>(json, FengchaoRules.FindViolations),
        "order-modified" => Find<OrderModified>(json, order => EmRules.FindViolations(order, new())),
        _ => Find<OrderMarkedDelivering>(json, order => OrderNumberRule.FindViolations(order.OrderNo)),
    };

    private static IEnumerable<string> Find<TEvent>(string json, Func<TEvent, IEnumerable<string>> rules)
        where TEvent : class, IOrderEvent
    {
        try
        {
            var order = JsonSerializer.Deserialize<TEvent>(json, SystemTextJsonMessageSerializer.Options)!;
            return OrderIdentity.FindProblem(order) is { } problem ? [problem] : rules(order);
        }
        catch (JsonException e)
        {
            return [e.Message];
        }
    }
}
