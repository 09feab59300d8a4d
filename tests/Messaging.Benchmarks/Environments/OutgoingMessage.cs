using RabbitMQ.Client;

namespace Messaging.Benchmarks.Environments;

/// <summary>A message to be published.</summary>
internal readonly record struct OutgoingMessage(BasicProperties Properties, ReadOnlyMemory<byte> Body);
