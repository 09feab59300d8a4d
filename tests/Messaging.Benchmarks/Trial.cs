using Messaging.Benchmarks.Environments;
using Messaging.Benchmarks.Orders;

namespace Messaging.Benchmarks;

/// <summary>
/// One measurement of one contestant. The queue is full before the process starts; the clock runs from the first
/// delivery, seen by the queue's depth, to the last result, seen by the depth of the results' queue: no contestant
/// reports anything itself. With a warm-up it runs from a later result on.
/// </summary>
internal static class Trial
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StallLimit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan WatchStart = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan WatchResults = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Aftermath = TimeSpan.FromMilliseconds(500);

    /// <summary>Runs it in a fresh environment.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="contestant">One of <see cref="Contestants"/>.</param>
    /// <param name="orders">How many order events.</param>
    /// <param name="tuning">Changes of the service's settings.</param>
    /// <param name="watch">Called with the process now and then while it works, or null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TrialException">It did not start, stalled, or did not do the work right.</exception>
    public static async Task<Figures> RunAsync(
        TrialEnvironment environment,
        string contestant,
        int orders,
        WorkerTuning tuning,
        Action<Usage>? watch,
        CancellationToken cancellationToken)
    {
        var published = await environment.PreloadAsync(
            new SampleOrders(environment.Flow, environment.Sellers, seed: orders).Make(orders), cancellationToken);
        var launch = await Contestants.PrepareAsync(contestant, environment, tuning);
        var launched = TimeProvider.System.GetTimestamp();
        await using var process = await ConsumerFleet.StartAsync(launch, tuning.Workers);
        await WaitAsync(
            environment.CountWaitingAsync, count =>
                count < orders, StartLimit, WatchStart, process, null, cancellationToken);

        var toFirstDelivery = TimeProvider.System.GetElapsedTime(launched);
        if (tuning.WarmUp > 0)
        {
            await WaitAsync(
                environment.CountResultsAsync,
                count => count >= tuning.WarmUp,
                StallLimit,
                WatchResults,
                process,
                watch,
                cancellationToken);
        }

        var warmUp = tuning.WarmUp > 0 ? await environment.CountResultsAsync(cancellationToken) : 0;
        var (started, startedAt) = (TimeProvider.System.GetTimestamp(), TimeProvider.System.GetUtcNow());
        var (before, serversBefore) = (process.Measure(), environment.Servers.MeasureServers());
        var logBefore = await environment.Servers.MeasureLogAsync();
        await WaitAsync(
            environment.CountResultsAsync,
            count => count >= orders,
            StallLimit,
            WatchResults,
            process,
            watch,
            cancellationToken);
        var elapsed = TimeProvider.System.GetElapsedTime(started);
        var (after, serversAfter) = (process.Measure(), environment.Servers.MeasureServers());
        var logAfter = await environment.Servers.MeasureLogAsync();

        // Surplus results, if there are any, arrive after the last expected one.
        await Task.Delay(Aftermath, TimeProvider.System, cancellationToken);
        var calls = await environment.Servers.Vendors.SummarizeAsync(environment.Flow);
        var results = await ReadAsync(environment, cancellationToken);
        ResultCheck.Throw(published, results);
        var delays = results
            .GroupBy(result => published[result.OrderEventId], result => (result.SentAt - startedAt).TotalSeconds)
            .Select(seller => seller.Average())
            .ToArray();
        return new()
        {
            Orders = orders - (int)warmUp,
            ToFirstDelivery = toFirstDelivery,
            Elapsed = elapsed,
            Calls = calls.Calls,
            Refused = calls.Refused,
            OptimalCalls = published.Values.CountBy(seller => seller).Sum(
                of => Math.Ceiling((double)of.Value / environment.Flow.OrdersPerCall)),
            Cpu = after.Cpu - before.Cpu,
            PeakResident = after.PeakResident,
            Servers = serversAfter - serversBefore,
            DatabaseLog = logAfter - logBefore,
            ShortestMeanDelay = delays.Min(),
            LongestMeanDelay = delays.Max(),
        };
    }

    private static async Task<IReadOnlyCollection<ReceivedResult>> ReadAsync(
        TrialEnvironment environment, CancellationToken cancellationToken)
    {
        var count = await environment.CountResultsAsync(cancellationToken);
        await using var reader = await environment.ReadResultsAsync(cancellationToken);
        await Eventually.TrueAsync(
            () => reader.Results.Count >= count, "the results are read", TimeSpan.FromMinutes(5));
        return reader.Results;
    }

    /// <summary>
    /// Waits until a count is reached; gives up when it has not changed for a time, or the process has ended.
    /// </summary>
    private static async Task WaitAsync(
        Func<CancellationToken, Task<long>> ask,
        Func<long, bool> isReached,
        TimeSpan stallLimit,
        TimeSpan pause,
        ConsumerFleet process,
        Action<Usage>? watch,
        CancellationToken cancellationToken)
    {
        var (last, changed) = (-1L, TimeProvider.System.GetTimestamp());
        while (true)
        {
            var count = await ask(cancellationToken);
            if (isReached(count))
                return;
            if (count != last)
                (last, changed) = (count, TimeProvider.System.GetTimestamp());
            if (!process.IsRunning || TimeProvider.System.GetElapsedTime(changed) > stallLimit)
                throw new TrialException($"The contestant {(process.IsRunning ? "stalled" : "ended")} at "
                    + $"{count}:{Environment.NewLine}{process.OutputTail()}");
            watch?.Invoke(process.Measure());
            await Task.Delay(pause, TimeProvider.System, cancellationToken);
        }
    }
}

/// <summary>The figures of one measurement.</summary>
internal sealed record Figures
{
    public required int Orders { get; init; }

    /// <summary>From the start of the process.</summary>
    public required TimeSpan ToFirstDelivery { get; init; }

    /// <summary>From the first delivery to the last result.</summary>
    public required TimeSpan Elapsed { get; init; }

    public required long Calls { get; init; }

    /// <summary>Calls that the vendor refused as a whole.</summary>
    public required long Refused { get; init; }

    /// <summary>The fewest calls that the orders fit into.</summary>
    public required double OptimalCalls { get; init; }

    /// <summary>Of the contestant's process, within <see cref="Elapsed"/>.</summary>
    public required TimeSpan Cpu { get; init; }

    /// <summary>Bytes, over the whole life of the contestant's process.</summary>
    public required long PeakResident { get; init; }

    /// <summary>Within <see cref="Elapsed"/>.</summary>
    public required ServersCpu Servers { get; init; }

    /// <summary>Bytes that the database wrote to its log, within <see cref="Elapsed"/>.</summary>
    public required long DatabaseLog { get; init; }

    /// <summary>
    /// Seconds from the first delivery to a result, the mean over the orders of the seller who waited least.
    /// </summary>
    public required double ShortestMeanDelay { get; init; }

    /// <summary>The same of the seller who waited longest.</summary>
    public required double LongestMeanDelay { get; init; }

    public double OrdersPerSecond => Orders / Elapsed.TotalSeconds;

    public double CallsToOptimum => Calls / OptimalCalls;
}

/// <summary>A measurement that does not count.</summary>
internal sealed class TrialException(string message) : Exception(message);
