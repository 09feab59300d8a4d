using System.Collections.Concurrent;
using Messaging.Testing;
using Messaging.Testing.Network;

namespace Messaging.Chaos.Service;

/// <summary>
/// Kills workers, brokers and database with SIGKILL at random moments and starts them again: first each kind once, then
/// at random. Spoils the network between workers and brokers, in each way asked for in turn.
/// </summary>
public sealed class FaultInjector(ChaosSettings settings, IReadOnlyList<PrivateProgram> workers, Servers servers)
{
    /// <summary>A worker notices within 12 s that nothing comes from its broker any more.</summary>
    private static readonly TimeSpan NoticeLimit = TimeSpan.FromSeconds(30);

    private readonly Random _random = new(settings.Seed);
    private readonly ConcurrentQueue<Kill> _kills = new();

    public IReadOnlyCollection<Kill> Kills => _kills;

    /// <summary>The last output of workers that ended by themselves.</summary>
    public List<string> DiedAlone { get; } = [];

    /// <summary>The longest time for which a worker said that it is ready while its network let nothing pass.</summary>
    public TimeSpan LongestLie { get; private set; }

    /// <summary>Makes faults until the time is over; everything runs when it returns.</summary>
    public async Task RunAsync(TimeSpan duration)
    {
        var started = TimeProvider.System.GetTimestamp();
        for (int round = 0, kills = 0, spoilt = 0; ; round++)
        {
            await Task.Delay(Between(1, 4), TimeProvider.System);
            await ReviveAsync();
            if (TimeProvider.System.GetElapsedTime(started) > duration)
                return;
            if (settings.NetworkFaults.Count > 0 && (!settings.Kills || round % 2 == 1))
            {
                await SpoilAsync(settings.NetworkFaults[spoilt++ % settings.NetworkFaults.Count]);
                continue;
            }

            await (Choose(kills++) switch
            {
                < 0.62 => KillWorkerAsync(),
                // A ledger in a file has no server of its own.
                < 0.9 when servers.Database is null => KillWorkerAsync(),
                < 0.72 => Task.WhenAll(KillWorkerAsync(), KillAsync("database", servers.Database!)),
                < 0.9 => KillAsync("database", servers.Database!),
                _ => KillAsync("broker", servers.Brokers[_random.Next(servers.Brokers.Count)]),
            });
        }
    }

    private double Choose(int kill) => kill switch
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

    /// <summary>What ends with the fault counts from there, what has to be noticed from its beginning.</summary>
    private async Task SpoilAsync(NetworkFault fault)
    {
        var began = TimeProvider.System.GetUtcNow();
        servers.Begin(fault);
        switch (fault)
        {
            case NetworkFault.Drop:
                var duration = Between(15, 30);
                var lied = WorkerHealth.WaitUntilUnreadyAsync(workers, duration);
                await Task.Delay(duration, TimeProvider.System);
                Remember(await lied);
                break;
            case NetworkFault.HalfOpen:
                Remember(await WorkerHealth.WaitUntilUnreadyAsync(workers, NoticeLimit));
                break;
            case NetworkFault.Slow:
                await Task.Delay(Between(5, 10), TimeProvider.System);
                break;
            default:
                break;
        }

        servers.Restore();
        var at = fault is NetworkFault.Drop or NetworkFault.Slow ? TimeProvider.System.GetUtcNow() : began;
        _kills.Enqueue(new($"network ({fault})", at));
    }

    private void Remember(TimeSpan lie) => LongestLie = lie > LongestLie ? lie : LongestLie;

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
