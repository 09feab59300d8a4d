using Messaging.Fulfillment.Retries;
using Microsoft.Extensions.Logging;

namespace Messaging.Fulfillment.Ledger;

/// <summary>Repeats database operations until they succeed, and reports since when they fail or wait.</summary>
/// <param name="classify">What a failure means.</param>
/// <param name="disconnect">
/// Called after a failure that is the database's: drops what was connected before, which may be of no use any more.
/// </param>
/// <param name="logger">Gets a line at the start and at the end of an outage.</param>
internal sealed partial class LedgerRetry(
    Func<Exception, LedgerFault> classify, Action disconnect, TimeProvider time, ILogger logger)
{
    /// <summary>
    /// A database that has answered nothing for so long, though it was asked, cannot be reached, whatever the network
    /// will say in the end.
    /// </summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(3);

    /// <summary>Half random, so that workers that lost the database together do not return together.</summary>
    private readonly Backoff _backoff = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5));

    private readonly Lock _lock = new();
    private LedgerOutage? _outage;

    /// <summary>Operations that have failed and not succeeded since.</summary>
    private int _failing;

    /// <summary>Operations that wait for an answer now.</summary>
    private int _asking;

    /// <summary>When the database last answered, or was first asked after a time in which nobody asked.</summary>
    private long _heard;

    /// <summary>When everything was last disconnected.</summary>
    private long _disconnected = long.MinValue;

    /// <summary>The longest time between two attempts. Default: 5 s.</summary>
    public TimeSpan LongestPause
    {
        init => _backoff = _backoff with { Longest = value };
    }

    /// <summary>Null while the database answers; otherwise with the latest reason.</summary>
    public LedgerOutage? Outage
    {
        get
        {
            lock (_lock)
            {
                if (_outage is not null || _asking == 0)
                    return _outage;
                var silence = time.GetElapsedTime(_heard);
                return silence < LongestSilence
                    ? null
                    : new(time.GetUtcNow() - silence, $"It has not answered for {(int)silence.TotalSeconds} s");
            }
        }
    }

    /// <summary>
    /// Runs <paramref name="operation"/> until it succeeds; throws only what is a mistake, or that it was cancelled.
    /// </summary>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> operation, CancellationToken cancellationToken)
    {
        var isFailing = false;
        try
        {
            for (var failures = 0; ; failures++)
            {
                var began = time.GetTimestamp();
                try
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var result = await AskAsync(operation, cancellationToken);
                    Succeeded(isFailing);
                    isFailing = false;
                    return result;
                }
                catch (Exception e) when (classify(e) is not LedgerFault.Mistake and var fault)
                {
                    // A conflict is over once the other has committed; many in a row are contention, and better spread
                    // out.
                    if (fault == LedgerFault.Conflict)
                    {
                        Heard();
                        if (failures < 3)
                            continue;
                    }
                    else
                    {
                        Failed(e, began, isFirst: !isFailing);
                        isFailing = true;
                    }
                }

                await Task.Delay(_backoff.GetDelay(failures + 1, Random.Shared.NextDouble()), time, cancellationToken);
            }
        }
        finally
        {
            if (isFailing)
                GaveUp();
        }
    }

    private async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> operation, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_asking++ == 0)
                _heard = time.GetTimestamp();
        }

        try
        {
            return await operation(cancellationToken);
        }
        finally
        {
            lock (_lock)
                _asking--;
        }
    }

    private void Heard()
    {
        lock (_lock)
            _heard = time.GetTimestamp();
    }

    /// <summary>
    /// An outage is over when all that failed has succeeded: a database whose disk is full still answers what only
    /// reads.
    /// </summary>
    private void Succeeded(bool wasFailing)
    {
        LedgerOutage? ended = null;
        lock (_lock)
        {
            _heard = time.GetTimestamp();
            if (wasFailing)
                _failing--;
            if (_failing == 0)
                (ended, _outage) = (_outage, null);
        }

        if (ended is not null)
            OutageEnded(logger, time.GetUtcNow() - ended.Since);
    }

    /// <summary>
    /// An attempt that began before everything was disconnected says nothing of what has been connected since: a
    /// database that is slow would otherwise have all of it made anew for each that fails, and be slower for it.
    /// </summary>
    private void Failed(Exception cause, long began, bool isFirst)
    {
        bool isNew, isStale;
        lock (_lock)
        {
            if (isFirst)
                _failing++;
            isNew = _outage is null;
            _outage = new(_outage?.Since ?? time.GetUtcNow(), cause.Message);
            isStale = began >= _disconnected;
            if (isStale)
                _disconnected = time.GetTimestamp();
        }

        if (isNew)
            OutageBegan(logger, cause.Message);
        if (isStale)
            disconnect();
    }

    /// <summary>Cancelled. That says nothing of the database: the outage lasts until something succeeds.</summary>
    private void GaveUp()
    {
        lock (_lock)
            _failing--;
    }
}
