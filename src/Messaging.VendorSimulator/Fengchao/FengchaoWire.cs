using System.Text.Json.Serialization;
using Messaging.VendorSimulator.Calls;

namespace Messaging.VendorSimulator.Fengchao;

internal sealed record FengchaoOrder
{
    [JsonPropertyName("order_id")]
    public string? OrderId { get; init; }

    [JsonPropertyName("company_code")]
    public string? CompanyCode { get; init; }

    [JsonPropertyName("logistics_code")]
    public string? LogisticsCode { get; init; }

    [JsonPropertyName("is_refund_reject")]
    public bool IsRefundReject { get; init; }

    [JsonPropertyName("is_reject_refund")]
    public bool IsRejectRefund { get; init; }

    [JsonIgnore]
    public bool RejectsRefund => IsRefundReject || IsRejectRefund;
}

internal sealed record FengchaoShipped(
    [property: JsonPropertyName("order_id")] string OrderId,
    [property: JsonPropertyName("company_code")] string? CompanyCode,
    [property: JsonPropertyName("logistics_code")] string? LogisticsCode,
    int Code,
    string Msg);

internal sealed record FengchaoAnswer(int Code, string Message, IReadOnlyList<FengchaoShipped>? Data)
{
    [JsonPropertyName("trace_id")]
    public string TraceId { get; init; } = "";
}

/// <summary>The answer to a call that failed as a whole: it has no data at all.</summary>
internal sealed record FengchaoError(int Code, string Message);

[JsonSerializable(typeof(IReadOnlyList<FengchaoOrder?>), TypeInfoPropertyName = "Orders")]
[JsonSerializable(typeof(FengchaoAnswer))]
[JsonSerializable(typeof(FengchaoError))]
internal sealed partial class FengchaoJson : JsonSerializerContext
{
    public static FengchaoJson Wire { get; } = new(WireJson.Options());
}
