using System.Diagnostics;
using Messaging.Testing;

namespace Messaging.Chaos.Faults;

/// <summary>What workers say of themselves.</summary>
public static class WorkerHealth
{
    private static readonly HttpClient Client = new() { Timeout = TimeSpan.FromSeconds(2) };

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How long it takes until each of them has said that it is not ready; the limit where one never does.
    /// </summary>
    public static async Task<TimeSpan> WaitUntilUnreadyAsync(IEnumerable<PrivateProgram> workers, TimeSpan limit)
    {
        var started = Stopwatch.GetTimestamp();
        var left = workers.ToList();
        while (left.Count > 0 && Stopwatch.GetElapsedTime(started) < limit)
        {
            var ready = await Task.WhenAll(left.Select(IsReadyAsync));
            left = [.. left.Where((_, i) => ready[i])];
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }

        return left.Count > 0 ? limit : Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Waits until a worker says that it is ready, as a deployment does before it goes on.</summary>
    public static Task WaitUntilReadyAsync(PrivateProgram worker) =>
        Eventually.TrueAsync(() => IsReadyAsync(worker), "the worker is ready", StartLimit);

    private static async Task<bool> IsReadyAsync(PrivateProgram worker)
    {
        try
        {
            using var answer = await Client.GetAsync(new Uri($"http://127.0.0.1:{worker.Port}/health/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
