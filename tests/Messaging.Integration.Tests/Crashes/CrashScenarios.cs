using System.Collections.Concurrent;
using Messaging.Testing;

namespace Messaging.Integration.Tests.Crashes;

/// <summary>Runs the scenarios of all windows in parallel: most of the time each waits for a lease to end.</summary>
public sealed class CrashScenarios(RabbitMqFixture rabbitMq, PostgresFixture postgres) : IAsyncLifetime
{
    private const int Together = 5;

    private static readonly CrashWindow[] Windows = Enum.GetValues<CrashWindow>();
    private readonly ConcurrentDictionary<(CrashWindow, string), Task<IReadOnlyList<string>>> _runs = new();
    private readonly SemaphoreSlim _slots = new(Together);
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
        _slots.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<IReadOnlyList<string>> RunAsync(CrashWindow window, string provider)
    {
        await _slots.WaitAsync();
        try
        {
            var connection = provider is "postgres"
                ? await postgres.CreateDatabaseAsync()
                : $"Data Source={Path.Combine(_folder.FullName, $"{window}.db")}";
            // There are results to take over only after an earlier crash.
            CrashWindow[] windows =
                window is CrashWindow.AfterTakeUnpublished ? [CrashWindow.AfterSettle, window] : [window];
            return await new CrashScenario(
                await rabbitMq.CreateVirtualHostAsync(), new(provider, connection), windows).RunAsync();
        }
        finally
        {
            _slots.Release();
        }
    }
}
