using Messaging.VendorSimulator.Calls;

namespace Messaging.VendorSimulator.Gateway;

/// <summary>The form that Fengchao and EM take: one site documents both, with the same way of calling.</summary>
internal static class GatewayForm
{
    public const string DataName = "request_data";

    public static CallRules Rules { get; } =
        new("appid", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10), GatewaySignature.Sign);

    /// <summary>
    /// The posted form; an empty one when something else was posted, so that the call is refused for its missing
    /// parameters.
    /// </summary>
    public static async ValueTask<IFormCollection> ReadAsync(HttpContext context) =>
        context.Request.HasFormContentType
            ? await context.Request.ReadFormAsync(context.RequestAborted)
            : FormCollection.Empty;
}
