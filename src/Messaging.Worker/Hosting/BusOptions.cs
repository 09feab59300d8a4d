namespace Messaging.Worker.Hosting;

/// <summary>
/// Which bus the service is on, from the section <c>Bus</c>; how results reach it is in <c>ResultOptions</c>, of the
/// same section.
/// </summary>
internal sealed class BusOptions
{
    public const string Section = "Bus";

    /// <summary>
    /// The time between the stop of the bus and the end of the process, in which the ledger releases its claims.
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

    /// <summary>Which bus it is, without the password.</summary>
    public string Describe() => Transport == BusTransport.Memory
        ? "in memory"
        : $"RabbitMQ at {string.Join(", ", RabbitMq.Addresses.Select(RabbitMq.Describe))}, virtual host "
            + $"{RabbitMq.VirtualHost}, user {RabbitMq.Username}";
}
