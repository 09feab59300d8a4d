namespace Messaging.Worker.Hosting;

/// <summary>Where the broker is and who asks, from the section <c>Bus:RabbitMq</c>.</summary>
internal sealed class RabbitMqOptions
{
    private const ushort AmqpPort = 5672;
    private const ushort AmqpsPort = 5671;

    /// <summary>Name or address of the broker. Default: 127.0.0.1.</summary>
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>Its port, 1 to 65,535. Default: 5672, or 5671 with <see cref="UseTls"/>.</summary>
    public ushort? Port { get; set; }

    /// <summary>The virtual host. Default: /.</summary>
    public string VirtualHost { get; set; } = "/";

    /// <summary>The user. Default: guest, whom a broker lets in from its own machine only.</summary>
    public string Username { get; set; } = "guest";

    /// <summary>The user's password; from a secret store or the environment. Default: guest.</summary>
    public string Password { get; set; } = "guest";

    /// <summary>
    /// Whether the connection is encrypted, and the broker's certificate verified: its chain, its name and its dates.
    /// Default: false.
    /// </summary>
    public bool UseTls { get; set; }

    /// <summary>What is trusted and shown, with <see cref="UseTls"/>.</summary>
    public BrokerTlsOptions Tls { get; set; } = new();

    public ushort EffectivePort => Port ?? (UseTls ? AmqpsPort : AmqpPort);
}
