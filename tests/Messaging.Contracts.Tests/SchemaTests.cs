using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

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

    [Fact]
    public void The_schema_of_an_item_has_the_records_properties_types_and_required_fields() =>
        AssertSame(
            typeof(OrderItem), ContractFiles.Schema("order-modified")["properties"]!["items"]!["items"]!.AsObject());

    [Fact]
    public void The_schema_names_every_transport_mode_and_its_number()
    {
        var choices = ContractFiles.Schema("order-modified")["properties"]!["transport"]!["anyOf"]!.AsArray();

        Assert.Equal(
            GetNames<TransportMode>(), choices[0]!["enum"]!.AsArray().Select(value => value!.GetValue<string>()));
        Assert.Equal(
            Enum.GetValues<TransportMode>().Select(mode => (int)mode),
            choices[1]!["enum"]!.AsArray().Select(value => value!.GetValue<int>()));
    }

    [Fact]
    public void The_schema_names_every_failure_reason_but_unrecognized()
    {
        var reason = ContractFiles.Schema("fulfillment-failed")["properties"]!["reason"]!;

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
            properties.Where(property => property.IsDefined(typeof(RequiredMemberAttribute)))
                .Select(GetName)
                .Order(StringComparer.Ordinal),
            schema["required"]!.AsArray().Select(field => field!.GetValue<string>()).Order(StringComparer.Ordinal));
        Assert.True(schema["additionalProperties"]!.GetValue<bool>());
    }

    private static string GetName(PropertyInfo property) => JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    private static string TypeIn(JsonNode field) => field["anyOf"] is null
        ? string.Join(
            ' ',
            [
                field["type"]!.GetValue<string>(),
                .. field["format"] is { } format ? [format.GetValue<string>()] : Array.Empty<string>(),
            ])
        : "enum";

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
            _ when type == typeof(int) || type == typeof(long) => "integer",
            _ when type == typeof(bool) => "boolean",
            _ => "array",
        };
    }
}
