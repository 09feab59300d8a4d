using Messaging.Worker.Hosting.Broker;

namespace Messaging.Worker.Hosting;

/// <summary>Where the broker is and who asks, from the section <c>Bus:RabbitMq</c>.</summary>
internal sealed class RabbitMqOptions
{
    private const ushort AmqpPort = 5672;
    private const ushort AmqpsPort = 5671;

    /// <summary>Name or address of the broker. Default: 127.0.0.1.</summary>
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>
    /// The brokers of a cluster, each <c>host</c> or <c>host:port</c>, in any order; one that answers is used.
    /// Default: <see cref="Host"/> alone.
    /// </summary>
    public List<string> Hosts { get; set; } = [];

    /// <summary>
    /// The port where an address gives none, 1 to 65,535. Default: 5672, or 5671 with <see cref="UseTls"/>.
    /// </summary>
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

    /// <summary>
    /// How often broker and service give each other a sign of life, 1 s to 1 min, whole seconds. A connection on which
    /// nothing comes any more is given up after three to four of them. Default: 3 s.
    /// </summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>The brokers to try; what is no address is left out.</summary>
    public IReadOnlyList<BrokerAddress> Addresses =>
        Hosts.Count == 0 ? [new(Host, Port)] : [.. Hosts.Select(BrokerAddress.TryParse).OfType<BrokerAddress>()];

    /// <summary>A broker's host and port.</summary>
    public string Describe(BrokerAddress address) => $"{address.Host}:{address.Port ?? EffectivePort}";

    public ushort EffectivePort => Port ?? (UseTls ? AmqpsPort : AmqpPort);
}
