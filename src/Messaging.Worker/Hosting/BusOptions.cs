namespace Messaging.Worker.Hosting;

/// <summary>
/// Which bus the service is on, from the section <c>Bus</c>; how results reach it is in <c>ResultOptions</c>, of the
/// same section.
/// </summary>
internal sealed class BusOptions
{
    public const string Section = "Bus";

    /// <summary>
    /// What is between waiting for the bus to stop and ending the process: the ledger hands its claims back.
    /// </summary>
    public static readonly TimeSpan AfterBus = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Default: <see cref="BusTransport.Memory"/>, which is for trying things out: what is on it ends with the process.
    /// </summary>
    public BusTransport Transport { get; set; } = BusTransport.Memory;

    /// <summary>The broker, with <see cref="BusTransport.RabbitMq"/>.</summary>
    public RabbitMqOptions RabbitMq { get; set; } = new();

    /// <summary>
    /// How long a stop waits for batches in work, 1 s to 10 min, and longer than any vendor's <c>BatchTimeLimit</c> and
    /// <c>AttemptTimeout</c> together. The platform's grace period has to be at least 5 s longer. Default: 25 s.
    /// </summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(25);
}

/// <summary>What carries the messages.</summary>
internal enum BusTransport
{
    /// <summary>Nothing but this process.</summary>
    Memory,

    /// <summary>RabbitMQ.</summary>
    RabbitMq,
}

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
    /// Whether the connection is encrypted; the broker's certificate has to be valid for <see cref="Host"/>. Default:
    /// false.
    /// </summary>
    public bool UseTls { get; set; }

    public ushort EffectivePort => Port ?? (UseTls ? AmqpsPort : AmqpPort);
}
