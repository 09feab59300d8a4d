using System.Text.Json;
using Messaging.VendorSimulator.Accounts;
using Messaging.VendorSimulator.Calls;

namespace Messaging.VendorSimulator.Fengchao;

/// <summary>Fengchao's answers to a whole call.</summary>
internal static class FengchaoAnswers
{
    public static Answer Shipped(IReadOnlyList<FengchaoShipped>? orders) =>
        new(
            StatusCodes.Status200OK,
            JsonSerializer.SerializeToUtf8Bytes(new(0, "ok", orders), FengchaoJson.Wire.FengchaoAnswer));

    public static Answer InvalidOrderNo() => Error(1, "非法的参数,订单号传入错误,建议检查是否为店铺单号");

    public static Answer InvalidData(string reason) => Error(1, $"非法的参数,{reason}");

    public static Answer WrongSeller() => Error(30001, "没有权限,seller_nick未授权");

    public static Answer Refused(Refusal refusal, Account? account) => refusal switch
    {
        Refusal.UnknownAppId => Error(30001, "没有权限,appid不存在"),
        Refusal.InvalidTimestamp => Error(40003, "timestamp无效或已过期"),
        Refusal.InvalidSignature => Error(40003, "签名验证失败"),
        _ => Error(StatusCodes.Status429TooManyRequests, "请求过于频繁") with
        {
            Status = StatusCodes.Status429TooManyRequests,
            RetryAfter = account?.RetryAfter,
        },
    };

    private static Answer Error(int code, string message)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(new(code, message), FengchaoJson.Wire.FengchaoError);
        return new(StatusCodes.Status200OK, json) { IsRefusal = true };
    }
}
