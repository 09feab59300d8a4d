using System.Text.Json;
using System.Text.Json.Serialization;
using Messaging.VendorSimulator.Calls;

namespace Messaging.VendorSimulator.Em;

internal sealed record EmTrade
{
    public string? TradeNo { get; init; }

    public int? WarehouseId { get; init; }

    public int? TransportWay { get; init; }

    public int? LogisticsCompanyId { get; init; }

    public string? ReceiverName { get; init; }

    public string? Mobile { get; init; }

    public string? ProvinceName { get; init; }

    public string? CityName { get; init; }

    /// <summary>Spelled so on the vendor's page.</summary>
    public string? DistrctName { get; init; }

    public string? Address { get; init; }

    public string? DeliveryDate { get; init; }

    public string? Remark { get; init; }

    public string? TradeRemark { get; init; }

    public string? LogisticsContact { get; init; }

    public string? LogisticsCarNumber { get; init; }

    public string? LogisticsMobile { get; init; }

    public IReadOnlyList<EmItem?>? Items { get; init; }
}

internal sealed record EmItem
{
    public string? OuterPCode { get; init; }

    public int? MainMeasUnitQty { get; init; }

    public string? Remark { get; init; }
}

internal sealed record EmAnswer(
    [property: JsonPropertyName("statusCode")] int StatusCode, string Message, string? Data);

[JsonSerializable(typeof(EmTrade))]
[JsonSerializable(typeof(EmAnswer))]
internal sealed partial class EmJson : JsonSerializerContext
{
    public static EmJson Wire { get; } = new(new(WireJson.Options()) { PropertyNamingPolicy = new LowerCase() });

    private sealed class LowerCase : JsonNamingPolicy
    {
        public override string ConvertName(string name) => name.ToLowerInvariant();
    }
}
