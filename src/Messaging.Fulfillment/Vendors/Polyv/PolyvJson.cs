using System.Text.Json;
using System.Text.Json.Serialization;

namespace Messaging.Fulfillment.Vendors.Polyv;

/// <summary>The body of <c>update-batch-status</c>.</summary>
internal sealed record PolyvUpdate(IReadOnlyList<string> OrderNos, string Status);

/// <summary>
/// What every answer of Polyv has around its data: errors as <c>error</c> in API v4, as <c>message</c> in v2 and v3.
/// </summary>
internal sealed record PolyvEnvelope(
    string? Code,
    string? Status,
    bool? Success,
    string? RequestId,
    string? Message,
    PolyvError? Error,
    JsonElement Data)
{
    public bool HasData => Data.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined);

    /// <summary>True when it says anything at all of what became of the call.</summary>
    public bool SaysSomething => Code is not null || Message is not null || Error is not null;

    /// <summary>True when everything in it agrees on success.</summary>
    public bool SaysSuccess => Code is "200" && Status is null or "success" && Success is not false && Error is null;
}

internal sealed record PolyvError(string? Code, string? Desc);

/// <summary>The data of <c>product/order/get</c>, as far as it is of use.</summary>
internal sealed record PolyvOrder(string? Status);

/// <summary>
/// Polyv's JSON. A name that comes twice in one object leaves open which value counts, and makes the answer unreadable.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    AllowDuplicateProperties = false,
    MaxDepth = 16,
    Converters = [typeof(PolyvText)])]
[JsonSerializable(typeof(PolyvUpdate))]
[JsonSerializable(typeof(PolyvEnvelope))]
[JsonSerializable(typeof(PolyvOrder))]
internal sealed partial class PolyvJson : JsonSerializerContext;
