using Messaging.Testing;

namespace Messaging.Worker.Tests.Operations.DeadLetters;

/// <summary>One broker for a class of tests, each with a virtual host of its own.</summary>
public sealed class DeadLetterBroker : IAsyncLifetime
{
    public RabbitMqServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await RabbitMqServer.StartNewAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
