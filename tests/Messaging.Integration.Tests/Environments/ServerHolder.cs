using Messaging.Testing;

namespace Messaging.Integration.Tests.Environments;

/// <summary>
/// A test run that is killed before it can clean up: starts the servers, reports their folders, and waits.
/// </summary>
internal static class ServerHolder
{
    public static async Task<int> RunAsync(string report)
    {
        await using var postgres = await PostgresServer.StartNewAsync();
        await using var rabbitMq = await RabbitMqServer.StartNewAsync();
        await File.WriteAllLinesAsync($"{report}.new", [postgres.Folder, rabbitMq.Folder]);
        File.Move($"{report}.new", report);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
        return 0;
    }
}
