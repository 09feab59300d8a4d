using RabbitMQ.Client;

namespace Messaging.Fulfillment.Results.RabbitMq;

/// <summary>A result as the broker gets it.</summary>
internal sealed record OutgoingResult(string Exchange, BasicProperties Properties, ReadOnlyMemory<byte> Body);
