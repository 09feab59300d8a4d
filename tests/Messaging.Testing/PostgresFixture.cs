namespace Messaging.Testing;

/// <summary>
/// One database server for a test assembly (<c>[assembly: AssemblyFixture(typeof(PostgresFixture))]</c>), started when
/// first asked for. The environment variable <c>MESSAGING_TEST_POSTGRES</c>, a connection string that may create
/// databases, names a server to use instead.
/// </summary>
public sealed class PostgresFixture : IAsyncDisposable
{
    private readonly Lazy<Task<PostgresServer>> _server = new(() => PostgresServer.StartNewAsync());

    /// <summary>The connection string of an empty database, a new one each time.</summary>
    public async Task<string> CreateDatabaseAsync() =>
        Environment.GetEnvironmentVariable("MESSAGING_TEST_POSTGRES") is { Length: > 0 } existing
            ? await PostgresServer.CreateDatabaseAsync(existing)
            : await (await _server.Value).CreateDatabaseAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            await (await _server.Value).DisposeAsync();
    }
}
