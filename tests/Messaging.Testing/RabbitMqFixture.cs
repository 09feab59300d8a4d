namespace Messaging.Testing;

/// <summary>
/// One broker for a test assembly (<c>[assembly: AssemblyFixture(typeof(RabbitMqFixture))]</c>), started when first
/// asked for. The environment variable <c>MESSAGING_TEST_RABBITMQ</c>, an amqp address, names a throw-away broker to
/// use instead.
/// </summary>
public sealed class RabbitMqFixture : IAsyncDisposable
{
    private readonly Lazy<Task<RabbitMqServer>> _server = new(RabbitMqServer.StartNewAsync);

    /// <summary>
    /// The address of an empty virtual host, a new one each time; a broker named by the environment has one virtual
    /// host for all, so there tests have to name their queues apart.
    /// </summary>
    public async Task<string> CreateVirtualHostAsync() =>
        Environment.GetEnvironmentVariable("MESSAGING_TEST_RABBITMQ") is { Length: > 0 } existing
            ? existing
            : await (await _server.Value).CreateVirtualHostAsync();

    /// <summary>
    /// The address of a virtual host with a user of limited permissions; on a broker named by the environment the user
    /// stays the same. See <see cref="RabbitMqServer.CreateUserAsync"/>.
    /// </summary>
    public async Task<string> CreateUserAsync(string virtualHost, string configure, string write, string read) =>
        _server.IsValueCreated
            ? await (await _server.Value).CreateUserAsync(virtualHost, configure, write, read)
            : virtualHost;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            await (await _server.Value).DisposeAsync();
    }
}
