using Messaging.Fulfillment.Vendors;
using Microsoft.Extensions.Logging;

namespace Messaging.Fulfillment.Dispatch.Governing;

/// <summary>
/// Pauses the intake of a vendor while none of its accounts can be called, so that the backlog stays in the broker. A batch now and then is
/// let in all the same: it may bring orders of an account that works, and no message is held for so long that the broker takes it back.
/// </summary>
/// <param name="vendor">The vendor.</param>
/// <param name="accounts">How its accounts stand.</param>
/// <param name="limits">How long it is between two batches that are let in.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told when the intake pauses and goes on.</param>
internal sealed partial class IntakeGate(
    string vendor, Func<IEnumerable<GovernorStatus>> accounts, Func<VendorLimits> limits, TimeProvider time, ILogger<IntakeGate> logger)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(500);

    /// <summary>A pause shorter than this is not worth a line in the log.</summary>
    private static readonly TimeSpan WorthTelling = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private DateTimeOffset? _pausedSince;
    private DateTimeOffset _nextBatch;
    private TimeSpan _paused;
    private bool _told;

    /// <summary>How long the intake has been paused in all.</summary>
    public TimeSpan TimePaused
    {
        get
        {
            lock (_lock)
                return _paused + (_pausedSince is { } since ? time.GetUtcNow() - since : TimeSpan.Zero);
        }
    }

    /// <summary>Completes when a batch may be taken in.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (!MayTake())
            await Task.Delay(LookAgain, time, cancellationToken);
    }

    private bool MayTake()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (FindReason() is not { } reason)
            {
                GoOn(now);
                return true;
            }

            var interval = limits().MaxProbeInterval;
            if (_pausedSince is not { } since)
            {
                _pausedSince = since = now;
                _nextBatch = now + interval;
            }

            if (!_told && now - since >= WorthTelling)
            {
                _told = true;
                LogPaused(vendor, since, reason.Reason, interval);
            }

            if (now < _nextBatch)
                return false;
            _nextBatch = now + interval;
            return true;
        }
    }

    /// <summary>
    /// Why nothing can be called, or null. The vendor itself seems to be away when an account met an outage and none was called with success
    /// since. Other closures concern their account alone, and count when there is no other.
    /// </summary>
    private Closure? FindReason()
    {
        var all = accounts().ToList();
        var closures = all.Select(account => account.Closure).OfType<Closure>().ToList();
        if (closures.Count >= limits().AccountNames.Count)
            return closures.MaxBy(closure => closure.Since);
        var outage = closures.Where(closure => closure.Cause is ClosureCause.Outage).MaxBy(closure => closure.Since);
        return outage is not null && !all.Any(account => account.Closure is null && account.LastSuccess > outage.Since) ? outage : null;
    }

    private void GoOn(DateTimeOffset now)
    {
        if (_pausedSince is not { } since)
            return;
        _paused += now - since;
        _pausedSince = null;
        if (_told)
            LogGoesOn(vendor, now - since);
        _told = false;
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The intake of {Vendor} is paused since {Since:O}, as none of its accounts can be called ({Reason}); the backlog stays in the queue, one batch every {Interval} is let in")]
    private partial void LogPaused(string vendor, DateTimeOffset since, string reason, TimeSpan interval);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The intake of {Vendor} goes on after {Paused}")]
    private partial void LogGoesOn(string vendor, TimeSpan paused);
}
