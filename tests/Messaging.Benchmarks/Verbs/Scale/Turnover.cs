namespace Messaging.Benchmarks.Verbs.Scale;

/// <summary>
/// A long time in short: so many orders come and are settled, as many of the oldest are purged beside it,
/// as the settings would have it after that time.
/// </summary>
/// <param name="Orders">How many.</param>
/// <param name="Took">The time for all of it.</param>
/// <param name="Purging">The time of it in which something was purged.</param>
internal sealed record Turnover(int Orders, TimeSpan Took, TimeSpan Purging)
{
    private const int AtATime = 4;
    private const int PurgeBatch = 1_000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public double PurgedPerSecond => Orders / Purging.TotalSeconds;

    public static async Task<Turnover> RunAsync(
        ScaleLedger ledger, int orders, Action<string> progress, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var started = time.GetTimestamp();
        var done = 0;
        var work = WorkAsync();
        var purging = TimeSpan.Zero;
        var told = 0;
        while (true)
        {
            var isLast = work.IsCompleted;
            var until = Volatile.Read(ref done);
            var began = time.GetTimestamp();
            await PurgeAsync(until);
            purging += time.GetElapsedTime(began);
            if (until / 100_000 > told)
            {
                told = until / 100_000;
                progress(FormattableString.Invariant($"{until:n0} orders turned over"));
            }

            if (isLast)
                break;
            await Task.WhenAny(work, Task.Delay(Pause, time, cancellationToken));
        }

        await work;
        return new(orders, time.GetElapsedTime(started), purging);

        async Task WorkAsync()
        {
            var options = new ParallelOptions
            {
                MaxDegreeOfParallelism = AtATime,
                CancellationToken = cancellationToken,
            };
            await Parallel.ForAsync(0, orders / LedgerWork.Batch, options, async (_, token) =>
            {
                var claimed = await ledger.Work.ClaimAsync(token);
                await ledger.Work.SettleAsync(claimed, token);
                await ledger.Work.MarkAsync(claimed, token);
                Interlocked.Add(ref done, claimed.Count);
            });
        }

        async Task PurgeAsync(int until)
        {
            var (payloads, entries) = ledger.Past.PurgeAfter(ledger.Questions.Purged + until);
            await PurgeAllAsync(
                () => ledger.Ledger.PurgeAsync(payloads, entries, PurgeBatch, cancellationToken));
            await PurgeAllAsync(() => ledger.Ledger.PurgeCallsAsync(entries, PurgeBatch, cancellationToken));
        }
    }

    private static async Task PurgeAllAsync(Func<Task<int>> purgeBatch)
    {
        while (await purgeBatch() == PurgeBatch)
        {
        }
    }
}
