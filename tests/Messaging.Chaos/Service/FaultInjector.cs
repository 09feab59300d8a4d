using System.Collections.Concurrent;
using Messaging.Testing;

namespace Messaging.Chaos.Service;

/// <summary>
/// Kills workers, broker and database with SIGKILL at random moments and starts them again: first each kind once, then
/// at random.
/// </summary>
public sealed class FaultInjector(int seed, IReadOnlyList<PrivateProgram> workers, Servers servers)
{
    private readonly Random _random = new(seed);
    private readonly ConcurrentQueue<Kill> _kills = new();

    public IReadOnlyCollection<Kill> Kills => _kills;

    /// <summary>The last output of workers that ended by themselves.</summary>
    public List<string> DiedAlone { get; } = [];

    /// <summary>Kills until the time is over; everything runs when it returns.</summary>
    public async Task RunAsync(TimeSpan duration)
    {
        var started = TimeProvider.System.GetTimestamp();
        for (var round = 0; ; round++)
        {
            await Task.Delay(Between(1, 4), TimeProvider.System);
            await ReviveAsync();
            if (TimeProvider.System.GetElapsedTime(started) > duration)
                return;
            await (Choose(round) switch
            {
                < 0.62 => KillWorkerAsync(),
                // A ledger in a file has no server of its own.
                < 0.9 when servers.Database is null => KillWorkerAsync(),
                < 0.72 => Task.WhenAll(KillWorkerAsync(), KillAsync("database", servers.Database!)),
                < 0.9 => KillAsync("database", servers.Database!),
                _ => KillAsync("broker", servers.Broker),
            });
        }
    }

    private double Choose(int round) => round switch
    {
        0 => 0,
        1 => 0.8,
        2 => 1,
        _ => _random.NextDouble(),
    };

    private Task KillWorkerAsync() => KillAsync("worker", workers[_random.Next(workers.Count)]);

    private async Task KillAsync(string victim, PrivateServer server)
    {
        var downFor = _random.NextDouble() < 0.5 ? TimeSpan.Zero : Between(0.2, 4);
        await server.KillAsync();
        _kills.Enqueue(new(victim, TimeProvider.System.GetUtcNow()));
        await Task.Delay(downFor, TimeProvider.System);
        await server.StartAsync();
    }

    private async Task ReviveAsync()
    {
        foreach (var worker in workers.Where(worker => !worker.IsRunning))
        {
            DiedAlone.Add(worker.OutputTail());
            await worker.StartAsync();
        }
    }

    private TimeSpan Between(double least, double most) =>
        TimeSpan.FromSeconds(least + (_random.NextDouble() * (most - least)));
}
