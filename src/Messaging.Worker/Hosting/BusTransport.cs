namespace Messaging.Worker.Hosting;

/// <summary>What carries the messages.</summary>
internal enum BusTransport
{
    /// <summary>In memory, within this process.</summary>
    Memory,

    /// <summary>RabbitMQ.</summary>
    RabbitMq,
}
