using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Messaging.Contracts.Tests;

/// <summary>The few words of JSON Schema that the contracts' schemas use.</summary>
internal static class SchemaCheck
{
    public static IEnumerable<string> FindErrors(JsonNode value, JsonObject schema, string path)
    {
        if (schema["anyOf"] is JsonArray choices && choices.All(choice => FindErrors(value, choice!.AsObject(), path).Any()))
            yield return $"{path}: {value.ToJsonString()} fits none of {choices.ToJsonString()}";
        if (schema["enum"] is JsonArray allowed && !allowed.Any(one => JsonNode.DeepEquals(one, value)))
            yield return $"{path}: {value.ToJsonString()} is not one of {allowed.ToJsonString()}";
        if (schema["type"] is { } type && TypeOf(value) != type.GetValue<string>())
            yield return $"{path}: {value.ToJsonString()} is not of type {type}";
        if (schema["pattern"] is { } pattern && !Regex.IsMatch(value.GetValue<string>(), pattern.GetValue<string>(), RegexOptions.None, TimeSpan.FromSeconds(1)))
            yield return $"{path}: {value.ToJsonString()} does not match {pattern}";

        foreach (var field in schema["required"] as JsonArray ?? [])
        {
            if (!value.AsObject().ContainsKey(field!.GetValue<string>()))
                yield return $"{path}.{field} is missing";
        }

        var inner = value switch
        {
            JsonArray items => items.Select((item, i) => (Value: item!, Schema: schema["items"], Path: $"{path}[{i}]")),
            JsonObject fields => fields.Select(field => (Value: field.Value!, Schema: schema["properties"]?[field.Key], Path: $"{path}.{field.Key}")),
            _ => [],
        };
        foreach (var error in inner.SelectMany(part => part.Schema is JsonObject known ? FindErrors(part.Value, known, part.Path) : [$"{part.Path} is not in the schema"]))
            yield return error;
    }

    private static string TypeOf(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "integer",
        _ => "boolean",
    };
}
