using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Messaging.Fulfillment.Vendors.Fengchao;

/// <summary>
/// One element of <c>request_data</c>. The page has two names for refusing a refund and says to use either.
/// </summary>
internal sealed record FengchaoShipment
{
    [JsonPropertyName("order_id")]
    public required string OrderId { get; init; }

    [JsonPropertyName("logistics_id")]
    public long? LogisticsId { get; init; }

    [JsonPropertyName("company")]
    public string? Company { get; init; }

    [JsonPropertyName("company_code")]
    public string? CompanyCode { get; init; }

    [JsonPropertyName("logistics_code")]
    public string? LogisticsCode { get; init; }

    [JsonPropertyName("is_reject_refund")]
    public bool? IsRejectRefund { get; init; }

    [JsonPropertyName("serial_number_list")]
    public IReadOnlyList<string>? SerialNumbers { get; init; }

    [JsonPropertyName("address_id")]
    public long? AddressId { get; init; }
}

/// <summary>
/// The answer: <see cref="Code"/> is the call's; the orders' are in <see cref="Data"/>, a list when the call went well.
/// </summary>
internal sealed record FengchaoReply
{
    [JsonPropertyName("code"), JsonConverter(typeof(WireText))]
    public string? Code { get; init; }

    [JsonPropertyName("message"), JsonConverter(typeof(WireText))]
    public string? Message { get; init; }

    [JsonPropertyName("data")]
    public JsonElement Data { get; init; }

    [JsonPropertyName("trace_id"), JsonConverter(typeof(WireText))]
    public string? TraceId { get; init; }
}

/// <summary>What the answer says of one order.</summary>
internal sealed record FengchaoResult
{
    [JsonPropertyName("order_id"), JsonConverter(typeof(WireText))]
    public string? OrderId { get; init; }

    [JsonPropertyName("company_code"), JsonConverter(typeof(WireText))]
    public string? CompanyCode { get; init; }

    [JsonPropertyName("logistics_code"), JsonConverter(typeof(WireText))]
    public string? LogisticsCode { get; init; }

    [JsonPropertyName("code"), JsonConverter(typeof(WireText))]
    public string? Code { get; init; }

    [JsonPropertyName("msg"), JsonConverter(typeof(WireText))]
    public string? Message { get; init; }
}

// A name that comes twice in one object leaves open which value counts, and makes the answer unreadable.
[JsonSourceGenerationOptions(AllowDuplicateProperties = false)]
[JsonSerializable(typeof(FengchaoShipment[]))]
[JsonSerializable(typeof(FengchaoReply))]
[JsonSerializable(typeof(FengchaoResult))]
internal sealed partial class FengchaoJson : JsonSerializerContext
{
    /// <summary>Chinese as it is, as in the vendor's samples: the text goes into a form, never into HTML.</summary>
    public static FengchaoJson Wire { get; } = new(new JsonSerializerOptions
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
