namespace Messaging.Benchmarks.Environments;

/// <summary>A contestant's processes: one, or several workers on one queue and one ledger.</summary>
internal sealed class ConsumerFleet : IAsyncDisposable
{
    private readonly List<ConsumerProcess> _processes = [];

    public bool IsRunning => _processes.TrueForAll(process => process.IsRunning);

    public static async Task<ConsumerFleet> StartAsync(Launch launch, int count)
    {
        var fleet = new ConsumerFleet();
        for (var i = 0; i < count; i++)
            fleet._processes.Add(await ConsumerProcess.StartAsync(i == 0 ? launch : launch.Again()));
        return fleet;
    }

    /// <summary>The resource usage of all so far; of the peaks the sum.</summary>
    public Usage Measure()
    {
        var usages = _processes.ConvertAll(process => process.Measure());
        return new(
            TimeSpan.FromTicks(usages.Sum(usage => usage.Cpu.Ticks)),
            usages.Sum(usage => usage.Resident),
            usages.Sum(usage => usage.PeakResident));
    }

    /// <summary>The last lines that each wrote.</summary>
    public string OutputTail() =>
        string.Join(Environment.NewLine, _processes.Select(process => process.OutputTail()));

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
            await process.DisposeAsync();
    }
}
