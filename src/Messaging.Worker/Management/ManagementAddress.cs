using System.Net;

namespace Messaging.Worker.Management;

/// <summary>Where the operators' API is listened for.</summary>
/// <param name="Url">The address.</param>
/// <param name="Port">Its port.</param>
/// <param name="IsLoopback">Whether only this machine reaches it.</param>
internal sealed record ManagementAddress(string Url, int Port, bool IsLoopback)
{
    private const string UrlKey = $"{ManagementOptions.Section}:{nameof(ManagementOptions.Url)}";

    /// <summary>The address as configured; null where there is none of its own.</summary>
    public static ManagementAddress? Read(IConfiguration configuration) => TryParse(configuration[UrlKey]);

    /// <summary>Reads an address as Kestrel takes it; null where it is none, or has no port that can be told.</summary>
    public static ManagementAddress? TryParse(string? url)
    {
        try
        {
            var address = BindingAddress.Parse(url ?? "");
            return address is { IsUnixPipe: false, IsNamedPipe: false, PathBase: "", Port: > 0 and <= ushort.MaxValue }
                && address.Scheme is "http" or "https"
                    ? new(url!, address.Port, IsThisMachine(address.Host))
                    : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Has it listened for, beside the worker's own addresses.</summary>
    public void AddTo(IConfiguration configuration)
    {
        // Where endpoints are described one by one, Kestrel does not look at the others; nor at ports, beside urls.
        var urls = configuration["urls"]
            ?? string.Join(';', configuration["http_ports"]?.Split(';').Select(port => $"http://*:{port}") ?? []);
        if (configuration.GetSection("Kestrel:Endpoints").Exists())
            configuration["Kestrel:Endpoints:Management:Url"] = Url;
        else if (!urls.Split(';').Contains(Url, StringComparer.OrdinalIgnoreCase))
            configuration["urls"] = $"{urls};{Url}";
    }

    /// <summary>
    /// Whether a request came here. By the connection: what the request itself says of host and port is its sender's
    /// choice.
    /// </summary>
    /// <param name="configured">The address, or null for loopback wherever the worker listens.</param>
    /// <param name="connection">What the request came by.</param>
    public static bool IsReachedBy(ManagementAddress? configured, ConnectionInfo connection) =>
        configured is null
            ? connection.LocalIpAddress is { } local && IPAddress.IsLoopback(local)
            : connection.LocalPort == configured.Port;

    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
