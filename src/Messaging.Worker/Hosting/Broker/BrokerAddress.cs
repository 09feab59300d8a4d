namespace Messaging.Worker.Hosting.Broker;

/// <summary>Where one broker listens.</summary>
/// <param name="Host">Its name or address.</param>
/// <param name="Port">Null for the protocol's own.</param>
internal sealed record BrokerAddress(string Host, int? Port)
{
    /// <summary>Reads <c>host</c> or <c>host:port</c>, an IPv6 address in brackets; null where it is neither.</summary>
    public static BrokerAddress? TryParse(string? text)
    {
        if (!Uri.TryCreate($"amqp://{text?.Trim()}", UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            return null;
        // What an address may have besides would be dropped in silence, a password among it.
        return uri is { UserInfo: "", PathAndQuery: "" or "/", Fragment: "", Port: not 0 }
            ? new(uri.Host, uri.Port > 0 ? uri.Port : null)
            : null;
    }
}
