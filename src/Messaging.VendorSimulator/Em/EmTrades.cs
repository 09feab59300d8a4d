using System.Security.Cryptography;
using System.Text.Json;
using Messaging.VendorSimulator.Calls;
using Messaging.VendorSimulator.Faults;
using Messaging.VendorSimulator.Journal;

namespace Messaging.VendorSimulator.Em;

/// <summary>EM's orders: a modification sets values, so it can be repeated.</summary>
internal sealed class EmTrades(VendorJournal journal)
{
    private const int HashBytes = 8;

    public Answer Modify(EmTrade? trade, string appId, CallFaults faults)
    {
        if (string.IsNullOrWhiteSpace(trade?.TradeNo))
            return EmAnswers.InvalidData("订单号不能为空");
        journal.CountOrders(1);
        if (FindObjection(trade) is { } objection)
        {
            journal.Touch(trade.TradeNo, appId);
            return objection;
        }

        journal.Apply(trade.TradeNo, appId, new Application(Hash(trade), trade.TradeRemark));
        return EmAnswers.Modified(faults.Fault == CallFault.NullData ? null : trade.TradeNo);
    }

    private static Answer? FindObjection(EmTrade trade)
    {
        if (OrderKinds.Parse(trade.TradeNo!) == OrderKind.Unknown)
            return EmAnswers.UnknownTrade(trade.TradeNo!);
        if (trade.TransportWay is < 1 or > 5)
            return EmAnswers.InvalidTransport("运输方式不正确");
        if (trade is { TransportWay: 2 or 4, LogisticsCompanyId: null or 0 })
            return EmAnswers.InvalidTransport("专用物流或使用快递时,物流公司ID不能为空");
        string?[] region = [trade.ProvinceName, trade.CityName, trade.DistrctName];
        if (region.Any(string.IsNullOrEmpty) && !region.All(string.IsNullOrEmpty))
            return EmAnswers.IncompleteRegion();
        return trade.Items?.Select(FindObjection).FirstOrDefault(objection => objection is not null);
    }

    private static Answer? FindObjection(EmItem? item)
    {
        if (string.IsNullOrEmpty(item?.OuterPCode) || item.MainMeasUnitQty is not > 0)
            return EmAnswers.InvalidItem();
        return item.OuterPCode.Contains("NOSTOCK", StringComparison.Ordinal)
            ? EmAnswers.OutOfStock(item.OuterPCode)
            : null;
    }

    // Hashes the parsed fields, so that a number and the same number sent as text are equal.
    private static string Hash(EmTrade trade) =>
        Convert.ToHexStringLower(
            SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(trade, EmJson.Wire.EmTrade)).AsSpan(0, HashBytes));
}
