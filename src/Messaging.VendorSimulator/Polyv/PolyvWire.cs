using System.Text.Json.Serialization;
using Messaging.VendorSimulator.Calls;

namespace Messaging.VendorSimulator.Polyv;

internal sealed record PolyvUpdate(IReadOnlyList<string?>? OrderNos, string? Status);

internal sealed record PolyvSuccess<T>(string RequestId, T? Data)
    where T : class
{
    public int Code { get; } = StatusCodes.Status200OK;

    public string Status { get; } = "success";

    public bool Success { get; } = true;
}

internal sealed record PolyvUpdated(
    IReadOnlyList<string> SuccessOrderNos, IReadOnlyList<PolyvFailedOrder> FailOrderList);

internal sealed record PolyvFailedOrder(string OrderNo, int ErrCode, string ErrMsg);

internal sealed record PolyvOrder(string OrderNo, string Status);

/// <summary>An error in the style of version 4 of the API.</summary>
internal sealed record PolyvError(int Code, string RequestId, PolyvErrorDetail Error)
{
    public string Status { get; } = "error";

    public bool Success { get; }
}

internal sealed record PolyvErrorDetail(int Code, string Desc);

/// <summary>
/// An error in the style of versions 2 and 3 of the API; the checks in front of version 4 still answer with it.
/// </summary>
internal sealed record PolyvOldError(int Code, string Message)
{
    public string Status { get; } = "error";

    public string Data { get; } = "";
}

[JsonSerializable(typeof(PolyvUpdate))]
[JsonSerializable(typeof(PolyvSuccess<PolyvUpdated>), TypeInfoPropertyName = "Updated")]
[JsonSerializable(typeof(PolyvSuccess<PolyvOrder>), TypeInfoPropertyName = "Order")]
[JsonSerializable(typeof(PolyvError))]
[JsonSerializable(typeof(PolyvOldError))]
internal sealed partial class PolyvJson : JsonSerializerContext
{
    public static PolyvJson Wire { get; } = new(WireJson.Options());
}
