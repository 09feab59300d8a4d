using System.Text.Json;
using Messaging.VendorSimulator.Calls;

namespace Messaging.VendorSimulator.Polyv;

/// <summary>Polyv's answers.</summary>
internal static class PolyvAnswers
{
    public const int UnknownOrderCode = 40244;
    public const string UnknownOrder = "订单不存在";

    // Polyv does not publish the code of an invalid parameter; this one is made up, and the text says what is wrong.
    private const int ParameterCode = 20002;

    public static Answer Updated(PolyvUpdated? data) =>
        new(
            StatusCodes.Status200OK,
            JsonSerializer.SerializeToUtf8Bytes(new(RequestId(), data), PolyvJson.Wire.Updated));

    public static Answer Order(PolyvOrder? order) =>
        new(
            StatusCodes.Status200OK,
            JsonSerializer.SerializeToUtf8Bytes(new(RequestId(), order), PolyvJson.Wire.Order));

    public static Answer NoSuchOrder() => Error(UnknownOrderCode, UnknownOrder) with { IsRefusal = false };

    public static Answer InvalidParameter(string description) => Error(ParameterCode, description);

    public static Answer Refused(Refusal refusal) => refusal switch
    {
        Refusal.UnknownAppId => Error(20001, "application not found."),
        Refusal.InvalidTimestamp => OldError("invalid timestamp."),
        Refusal.InvalidSignature => OldError("invalid signature."),
        _ => OldError("qps exceeds number of calls"),
    };

    private static Answer Error(int code, string description)
    {
        var error = new PolyvError(StatusCodes.Status400BadRequest, RequestId(), new(code, description));
        var json = JsonSerializer.SerializeToUtf8Bytes(error, PolyvJson.Wire.PolyvError);
        return new(error.Code, json) { IsRefusal = true };
    }

    private static Answer OldError(string message)
    {
        var error = new PolyvOldError(StatusCodes.Status400BadRequest, message);
        var json = JsonSerializer.SerializeToUtf8Bytes(error, PolyvJson.Wire.PolyvOldError);
        return new(error.Code, json) { IsRefusal = true };
    }

    private static string RequestId() => Guid.NewGuid().ToString("N");
}
