using System.Text.Json;
using Messaging.VendorSimulator.Accounts;
using Messaging.VendorSimulator.Calls;

namespace Messaging.VendorSimulator.Em;

/// <summary>EM's answers. Its page publishes the codes 0, 1002 and -10; the others are made up here.</summary>
internal static class EmAnswers
{
    public static Answer Modified(string? tradeNo) => Say(0, "修改成功", tradeNo);

    public static Answer IncompleteRegion() => Say(1002, "修改三级地址时,省市区名称均不能为空");

    public static Answer OutOfStock(string productCode) => Say(-10, $"产品[{productCode}]库存不足");

    public static Answer UnknownTrade(string tradeNo) => Say(1001, $"订单[{tradeNo}]不存在");

    public static Answer InvalidTransport(string reason) => Say(1003, reason);

    public static Answer InvalidItem() => Say(1004, "订单明细的产品编码和数量不能为空");

    public static Answer InvalidData(string reason) => Say(1000, reason) with { IsRefusal = true };

    public static Answer Refused(Refusal refusal, Account? account) => refusal switch
    {
        Refusal.UnknownAppId => Say(30001, "没有权限,appid不存在") with { IsRefusal = true },
        Refusal.InvalidTimestamp => Say(40003, "timestamp无效或已过期") with { IsRefusal = true },
        Refusal.InvalidSignature => Say(40003, "签名验证失败") with { IsRefusal = true },
        _ => Say(StatusCodes.Status429TooManyRequests, "请求过于频繁") with
        {
            IsRefusal = true,
            Status = StatusCodes.Status429TooManyRequests,
            RetryAfter = account?.RetryAfter,
        },
    };

    private static Answer Say(int code, string message, string? data = null) =>
        new(
            StatusCodes.Status200OK,
            JsonSerializer.SerializeToUtf8Bytes(new(code, message, data), EmJson.Wire.EmAnswer));
}
