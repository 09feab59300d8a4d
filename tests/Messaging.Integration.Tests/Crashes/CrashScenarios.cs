using System.Collections.Concurrent;
using Messaging.Testing;

namespace Messaging.Integration.Tests.Crashes;

/// <summary>Runs the scenarios of all windows side by side: most of each is waiting for leases to end.</summary>
public sealed class CrashScenarios(RabbitMqFixture rabbitMq, PostgresFixture postgres) : IAsyncLifetime
{
    private const int Together = 5;

    private static readonly CrashWindow[] Windows = Enum.GetValues<CrashWindow>();
    private readonly ConcurrentDictionary<(CrashWindow, string), Task<IReadOnlyList<string>>> _runs = new();
    private readonly SemaphoreSlim _turn = new(Together);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("messaging-test-");

    /// <summary>What is wrong after a crash in that window.</summary>
    public Task<IReadOnlyList<string>> OutcomeAsync(CrashWindow window, string provider) => _runs[(window, provider)];

    public ValueTask InitializeAsync()
    {
        foreach (var window in Windows)
        {
            _runs[(window, "sqlite")] = RunAsync(window, "sqlite");
            _runs[(window, "postgres")] = RunAsync(window, "postgres");
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await ((Task)Task.WhenAll(_runs.Values)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _turn.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<IReadOnlyList<string>> RunAsync(CrashWindow window, string provider)
    {
        await _turn.WaitAsync();
        try
        {
            var connection = provider is "postgres"
                ? await postgres.CreateDatabaseAsync()
                : $"Data Source={Path.Combine(_folder.FullName, $"{window}.db")}";
            // Results that wait for somebody to take them over are there only after an earlier crash.
            CrashWindow[] windows =
                window is CrashWindow.AfterTakeUnpublished ? [CrashWindow.AfterSettle, window] : [window];
            return await new CrashScenario(
                await rabbitMq.CreateVirtualHostAsync(), new(provider, connection), windows).RunAsync();
        }
        finally
        {
            _turn.Release();
        }
    }
}
