using System.Collections.Concurrent;
using Messaging.Chaos.Service;
using Messaging.Testing;

namespace Messaging.Chaos.Faults;

/// <summary>
/// Kills workers, brokers and database with SIGKILL at random moments and starts them again: first each kind once, then
/// at random. Between the kills it makes the other faults asked for, in turn.
/// </summary>
public sealed class FaultInjector(
    ChaosSettings settings, IReadOnlyList<PrivateProgram> workers, Servers servers, IReadOnlyList<IFault> faults)
{
    /// <summary>How the death of a worker is called in reports.</summary>
    public const string Worker = "worker";

    private readonly Random _random = new(settings.Seed);
    private readonly ConcurrentQueue<FaultReport> _reports = new();

    /// <summary>The faults other than kills.</summary>
    public IReadOnlyList<IFault> Faults => faults;

    public IReadOnlyCollection<FaultReport> Reports => _reports;

    /// <summary>The last output of workers that ended by themselves.</summary>
    public List<string> DiedAlone { get; } = [];

    /// <summary>Makes faults until the time is over; everything runs when it returns.</summary>
    public async Task RunAsync(TimeSpan duration)
    {
        var started = TimeProvider.System.GetTimestamp();
        for (int round = 0, kills = 0, made = 0; ; round++)
        {
            await Task.Delay(Between(1, 4), TimeProvider.System);
            await ReviveAsync();
            if (TimeProvider.System.GetElapsedTime(started) > duration)
                return;
            if (faults.Count > 0 && (!settings.Kills || round % 2 == 1))
            {
                await MakeAsync(faults[made++ % faults.Count]);
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

    private Task KillWorkerAsync() => KillAsync(Worker, workers[_random.Next(workers.Count)]);

    /// <summary>
    /// The death of a worker is over at once, since the others live; that of a server when it answers again.
    /// </summary>
    private async Task KillAsync(string victim, PrivateServer server)
    {
        var downFor = _random.NextDouble() < 0.5 ? TimeSpan.Zero : Between(0.2, 4);
        await server.KillAsync();
        var at = TimeProvider.System.GetUtcNow();
        await Task.Delay(downFor, TimeProvider.System);
        await server.StartAsync();
        var ended = victim is Worker ? at : TimeProvider.System.GetUtcNow();
        _reports.Enqueue(new(victim, at, ended, Unready: null));
    }

    private async Task MakeAsync(IFault fault)
    {
        var duration = Between(fault.Seconds.Least, fault.Seconds.Most);
        var began = TimeProvider.System.GetUtcNow();
        await fault.BeginAsync();
        var unready = fault.StopsAll ? WorkerHealth.WaitUntilUnreadyAsync(workers, duration) : null;
        await Task.Delay(duration, TimeProvider.System);
        await fault.EndAsync();
        var ended = fault.IsOverAtOnce ? began : TimeProvider.System.GetUtcNow();
        _reports.Enqueue(new(fault.Name, began, ended, unready is null ? null : await unready));
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
