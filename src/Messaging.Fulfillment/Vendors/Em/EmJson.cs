using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Messaging.Fulfillment.Vendors.Em;

/// <summary>The <c>request_data</c> of a modification, in the order of the page's table.</summary>
internal sealed record EmModification
{
    [JsonPropertyName("tradeno")]
    public required string TradeNo { get; init; }

    [JsonPropertyName("warehouseid")]
    public int? WarehouseId { get; init; }

    [JsonPropertyName("transportway")]
    public int? TransportWay { get; init; }

    [JsonPropertyName("logisticscompanyid")]
    public int? LogisticsCompanyId { get; init; }

    [JsonPropertyName("receivername")]
    public string? ReceiverName { get; init; }

    [JsonPropertyName("mobile")]
    public string? Mobile { get; init; }

    [JsonPropertyName("provincename")]
    public string? ProvinceName { get; init; }

    [JsonPropertyName("cityname")]
    public string? CityName { get; init; }

    /// <summary>Spelled so by the vendor.</summary>
    [JsonPropertyName("distrctname")]
    public string? DistrictName { get; init; }

    [JsonPropertyName("address")]
    public string? Address { get; init; }

    [JsonPropertyName("deliverydate")]
    public DateOnly? DeliveryDate { get; init; }

    [JsonPropertyName("remark")]
    public string? Remark { get; init; }

    [JsonPropertyName("traderemark")]
    public string? TradeRemark { get; init; }

    [JsonPropertyName("logisticscontact")]
    public string? LogisticsContact { get; init; }

    [JsonPropertyName("logisticscarnumber")]
    public string? LogisticsCarNumber { get; init; }

    [JsonPropertyName("logisticsmobile")]
    public string? LogisticsMobile { get; init; }

    [JsonPropertyName("items")]
    public IReadOnlyList<EmItem>? Items { get; init; }
}

/// <summary>One item of a modification.</summary>
internal sealed record EmItem(
    [property: JsonPropertyName("outerpcode")] string ProductCode,
    [property: JsonPropertyName("mainmeasunitqty")] int Quantity,
    [property: JsonPropertyName("remark")] string? Remark);

/// <summary>The answer; its <c>data</c> repeats the order's number.</summary>
internal sealed record EmReply
{
    [JsonPropertyName("statusCode"), JsonConverter(typeof(WireText))]
    public string? StatusCode { get; init; }

    [JsonPropertyName("message"), JsonConverter(typeof(WireText))]
    public string? Message { get; init; }

    [JsonPropertyName("data"), JsonConverter(typeof(WireText))]
    public string? OrderNo { get; init; }
}

// A name that comes twice in one object leaves open which value counts, and makes the answer unreadable.
[JsonSourceGenerationOptions(AllowDuplicateProperties = false)]
[JsonSerializable(typeof(EmModification))]
[JsonSerializable(typeof(EmReply))]
internal sealed partial class EmJson : JsonSerializerContext
{
    /// <summary>Numbers as the page's table has them.</summary>
    public static EmJson Numbers { get; } = With(JsonNumberHandling.Strict);

    /// <summary>Numbers as the page's sample has them.</summary>
    public static EmJson NumbersAsStrings { get; } = With(JsonNumberHandling.WriteAsString);

    // Chinese as it is, as in the vendor's samples: the text goes into a form, never into HTML.
    private static EmJson With(JsonNumberHandling numbers) => new(new JsonSerializerOptions
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = numbers,
    });
}
