using System.Net;

namespace Messaging.Worker.Management;

/// <summary>Whoever comes by this machine's loopback address, and may read without saying who he is.</summary>
internal static class LoopbackReader
{
    private const string Name = "(loopback)";

    /// <summary>Somebody without a name who reads.</summary>
    public static Caller Caller { get; } = new(Name, [ManagementRole.Reader]);

    /// <summary>Whether a request comes by loopback, and such a one may read.</summary>
    public static bool IsAllowed(HttpContext context, ManagementOptions settings) =>
        settings.MayReadUnnamed && ComesByLoopback(context);

    /// <summary>What a proxy on this machine passes on comes by loopback, too, and may be anybody's.</summary>
    private static bool ComesByLoopback(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } remote
        && IPAddress.IsLoopback(remote)
        && !context.Request.Headers.Keys.Any(name =>
            name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase)
            || name.Equals("Forwarded", StringComparison.OrdinalIgnoreCase)
            || name.Equals("Via", StringComparison.OrdinalIgnoreCase));
}
