using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using MassTransit;

namespace Messaging.Contracts.Tests;

/// <summary>The schemas are written by hand; these tests keep them in step with the records.</summary>
public sealed class SchemaTests
{
    public static TheoryData<string> Events => ContractFiles.EventNames;

    [Theory, MemberData(nameof(Events))]
    public void A_schema_has_the_records_properties_types_and_required_fields(string name)
    {
        AssertSame(ContractFiles.Events[name], ContractFiles.Schema(name));
        Assert.Equal(ContractFiles.Events[name].Name, ContractFiles.Schema(name)["title"]!.GetValue<string>());
    }

    [Theory, MemberData(nameof(Events))]
    public void What_is_left_out_of_an_order_event_may_be_null_and_in_a_result_nothing_is(string name)
    {
        var schema = ContractFiles.Schema(name);
        var required = schema["required"]!.AsArray().Select(field => field!.GetValue<string>());
        var isOrder = name.StartsWith("order-", StringComparison.Ordinal);

        Assert.All(schema["properties"]!.AsObject(), field => Assert.Equal(
            isOrder && !required.Contains(field.Key, StringComparer.Ordinal), TakesNull(field.Value!)));
    }

    [Theory, MemberData(nameof(Events))]
    public void An_envelope_holds_its_event_and_names_it(string name)
    {
        var type = ContractFiles.Events[name];
        var envelope = ContractFiles.Schema($"{name}.envelope");

        Assert.Equal($"{type.Name}Envelope", envelope["title"]!.GetValue<string>());
        Assert.Equal($"{name}.schema.json", envelope["properties"]!["message"]!["$ref"]!.GetValue<string>());
        Assert.Equal(
            MessageUrn.ForTypeString(type),
            envelope["properties"]!["messageType"]!["contains"]!["const"]!.GetValue<string>());
    }

    [Fact]
    public void The_schema_of_an_item_has_the_records_properties_types_and_required_fields() =>
        AssertSame(
            typeof(OrderItem), ContractFiles.Schema("order-modified")["$defs"]!["OrderItem"]!.AsObject());

    [Fact]
    public void The_schema_names_every_transport_mode_and_its_number()
    {
        var types = ContractFiles.Schema("order-modified")["$defs"]!;

        Assert.Equal(
            GetNames<TransportMode>(),
            types["TransportMode"]!["enum"]!.AsArray().Select(value => value!.GetValue<string>()));
        Assert.Equal(
            Enum.GetValues<TransportMode>().Select(mode => (int)mode),
            types["TransportNumber"]!["enum"]!.AsArray().Select(value => value!.GetValue<int>()));
    }

    [Fact]
    public void The_schema_names_every_failure_reason_but_unrecognized()
    {
        var reason = ContractFiles.Schema("fulfillment-failed")["$defs"]!["FailureReason"]!;

        Assert.Equal(
            GetNames<FailureReason>().Skip(1),
            reason["anyOf"]![0]!["enum"]!.AsArray().Select(value => value!.GetValue<string>()));
    }

    private static IEnumerable<string> GetNames<TEnum>()
        where TEnum : struct, Enum => Enum.GetNames<TEnum>().Select(JsonNamingPolicy.CamelCase.ConvertName);

    private static void AssertSame(Type record, JsonObject schema)
    {
        var properties = record.GetProperties(BindingFlags.Public | BindingFlags.Instance);
        Assert.Equal(
            properties
                .ToDictionary(GetName, property => GetSchemaType(property.PropertyType), StringComparer.Ordinal)
                .OrderBy(pair => pair.Key, StringComparer.Ordinal),
            schema["properties"]!.AsObject()
                .ToDictionary(field => field.Key, field => TypeIn(field.Value!), StringComparer.Ordinal)
                .OrderBy(pair => pair.Key, StringComparer.Ordinal));
        Assert.Equal(
            properties.Where(IsRequired)
                .Select(GetName)
                .Order(StringComparer.Ordinal),
            schema["required"]!.AsArray().Select(field => field!.GetValue<string>()).Order(StringComparer.Ordinal));
        Assert.True(schema["additionalProperties"]!.GetValue<bool>());
    }

    /// <summary>
    /// The carrier's code is asked for by a rule, which answers better than a reader that cannot read the event.
    /// </summary>
    private static bool IsRequired(PropertyInfo property) =>
        property.IsDefined(typeof(RequiredMemberAttribute))
        || property is { Name: nameof(OrderShipped.CarrierCode), DeclaringType.Name: nameof(OrderShipped) };

    private static string GetName(PropertyInfo property) => JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    private static string TypeIn(JsonNode field)
    {
        if (field["anyOf"] is not null || field["$ref"] is not null)
            return "enum";
        var type = field["type"] is JsonArray choices ? choices[0]! : field["type"]!;
        return field["format"] is { } format ? $"{type} {format}" : $"{type}";
    }

    private static bool TakesNull(JsonNode field) =>
        field["type"] is JsonArray types ? types.Any(type => type!.GetValue<string>() is "null")
        : field["anyOf"] is JsonArray choices && choices.Any(choice => choice!["type"]?.GetValue<string>() is "null");

    private static string GetSchemaType(Type declared)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        return type switch
        {
            _ when type.IsEnum => "enum",
            _ when type == typeof(string) => "string",
            _ when type == typeof(Guid) => "string uuid",
            _ when type == typeof(DateTimeOffset) => "string date-time",
            _ when type == typeof(DateOnly) => "string date",
            _ when type == typeof(int) => "integer int32",
            _ when type == typeof(long) => "integer int64",
            _ when type == typeof(bool) => "boolean",
            _ => "array",
        };
    }
}
