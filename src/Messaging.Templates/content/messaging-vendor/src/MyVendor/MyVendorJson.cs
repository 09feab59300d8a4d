using System.Text.Json.Serialization;
using Messaging.Fulfillment.Vendors;

namespace MyVendor;

/// <summary>The body of a request.</summary>
internal sealed record MyVendorBody(IReadOnlyList<MyVendorItem> Orders);

internal sealed record MyVendorItem(string OrderNo, string? Note);

/// <summary>The body of an answer: a code for the call, and one for each order.</summary>
internal sealed record MyVendorReply(
    [property: JsonConverter(typeof(WireText))] string? Code,
    [property: JsonConverter(typeof(WireText))] string? Message,
    IReadOnlyList<MyVendorResult?>? Results);

internal sealed record MyVendorResult(
    [property: JsonConverter(typeof(WireText))] string? OrderNo,
    [property: JsonConverter(typeof(WireText))] string? Code,
    [property: JsonConverter(typeof(WireText))] string? Message);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MyVendorBody))]
[JsonSerializable(typeof(MyVendorReply))]
internal sealed partial class MyVendorJson : JsonSerializerContext;
