using Messaging.Benchmarks.Orders;

namespace Messaging.Benchmarks.Environments;

/// <summary>Publishes at a constant rate, independently of the results.</summary>
internal static class SteadyPublisher
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(2);

    /// <summary>Publishes orders, so many a second.</summary>
    /// <returns>
    /// When each order was due to be published. Latency counts from then, so that a late publisher hides nothing.
    /// </returns>
    public static async Task<Dictionary<Guid, long>> PublishAsync(
        TrialEnvironment environment, IReadOnlyList<SampleOrder> orders, int rate, CancellationToken cancellationToken)
    {
        var due = new Dictionary<Guid, long>();
        var started = TimeProvider.System.GetTimestamp();
        await using var publishing = await environment.OpenPublisherAsync(cancellationToken);
        for (var done = 0; done < orders.Count;)
        {
            var until = Math.Min(orders.Count, (int)(TimeProvider.System.GetElapsedTime(started).TotalSeconds * rate));
            var some = orders.Skip(done).Take(until - done).ToArray();
            for (var i = 0; i < some.Length; i++)
                due.Add(
                    some[i].EventId,
                    started + (long)((double)(done + i) / rate * TimeProvider.System.TimestampFrequency));
            if (some.Length > 0)
                _ = await publishing.SendAsync(
                    "", environment.Flow.Queue, [.. some.Select(TrialEnvironment.Message)], cancellationToken);
            done += some.Length;
            await Task.Delay(Tick, TimeProvider.System, cancellationToken);
        }

        return due;
    }
}
