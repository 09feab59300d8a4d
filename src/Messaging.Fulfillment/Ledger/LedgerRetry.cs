using Messaging.Fulfillment.Retries;
using Microsoft.Extensions.Logging;

namespace Messaging.Fulfillment.Ledger;

/// <summary>Repeats database operations until they succeed, and reports since when they fail.</summary>
/// <param name="classify">What a failure means.</param>
/// <param name="logger">Gets a line at the start and at the end of an outage.</param>
internal sealed partial class LedgerRetry(Func<Exception, LedgerFault> classify, TimeProvider time, ILogger logger)
{
    /// <summary>Half random, so that workers that lost the database together do not return together.</summary>
    private static readonly Backoff Backoff = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5));

    private LedgerOutage? _outage;

    public LedgerOutage? Outage => Volatile.Read(ref _outage);

    /// <summary>
    /// Runs <paramref name="operation"/> until it succeeds; throws only what is a mistake, or that it was cancelled.
    /// </summary>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> operation, CancellationToken cancellationToken)
    {
        for (var failures = 0; ; failures++)
        {
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                var result = await operation(cancellationToken);
                End();
                return result;
            }
            catch (Exception e) when (classify(e) is not LedgerFault.Mistake and var fault)
            {
                // A conflict is over once the other has committed; many in a row are contention, and better spread out.
                if (fault == LedgerFault.Conflict && failures < 3)
                    continue;
                if (fault == LedgerFault.Unreachable)
                    Begin(e);
            }

            await Task.Delay(Backoff.GetDelay(failures + 1, Random.Shared.NextDouble()), time, cancellationToken);
        }
    }

    private void Begin(Exception cause)
    {
        var outage = new LedgerOutage(time.GetUtcNow(), cause.Message);
        if (Interlocked.CompareExchange(ref _outage, outage, null) is null)
            OutageBegan(logger, outage.Reason);
    }

    private void End()
    {
        if (Outage is not null && Interlocked.Exchange(ref _outage, null) is { } outage)
            OutageEnded(logger, time.GetUtcNow() - outage.Since);
    }
}
