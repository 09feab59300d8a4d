using Messaging.Fulfillment.Dispatch.Limiting;
using Messaging.Fulfillment.Vendors;
using Microsoft.Extensions.Logging;

namespace Messaging.Fulfillment.Dispatch.Accounts;

/// <summary>
/// Pauses the intake of a vendor while none of its accounts can be called, so that the backlog stays in the broker. A
/// batch is let in now and then all the same: it may bring orders of an account that works, and no message is held so
/// long that the broker takes it back.
/// </summary>
internal sealed partial class IntakeGate(string vendor, TimeProvider time, ILogger<IntakeGate> logger)
{
    /// <summary>A shorter pause is not logged.</summary>
    private static readonly TimeSpan WorthLogging = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private DateTimeOffset? _pausedSince;
    private DateTimeOffset _nextBatch;
    private TimeSpan _paused;
    private bool _isLogged;

    /// <summary>How long the intake has been paused in all.</summary>
    public TimeSpan TimePaused
    {
        get
        {
            lock (_lock)
                return _paused + (_pausedSince is { } since ? time.GetUtcNow() - since : TimeSpan.Zero);
        }
    }

    /// <summary>Whether a batch may be taken in now.</summary>
    /// <param name="accounts">The accounts that were sent something.</param>
    /// <param name="limits">Names all accounts, and how long it is between two batches that are let in.</param>
    public bool MayTake(IEnumerable<LimiterStatus> accounts, VendorLimits limits)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (FindReason([.. accounts], limits) is not { } reason)
            {
                Resume(now);
                return true;
            }

            // A good order may be all that is missing to show that the account works.
            var interval = reason.IsInferred ? reason.Pause : limits.MaxProbeInterval;
            if (_pausedSince is not { } since)
            {
                _pausedSince = since = now;
                _nextBatch = now + interval;
            }

            if (!_isLogged && now - since >= WorthLogging)
            {
                _isLogged = true;
                LogPaused(vendor, since, reason.Reason, interval);
            }

            if (now < _nextBatch)
                return false;
            _nextBatch = now + interval;
            return true;
        }
    }

    /// <summary>
    /// Why nothing can be called, or null. The vendor itself seems to be away when an account met an outage and none
    /// was called with success since. Other suspensions concern their account alone, and count when there is no other.
    /// </summary>
    private static Suspension? FindReason(IReadOnlyList<LimiterStatus> accounts, VendorLimits limits)
    {
        var suspensions = accounts.Select(account => account.Suspension).OfType<Suspension>().ToList();
        if (suspensions.Count >= limits.AccountNames.Count)
            return suspensions.MaxBy(suspension => suspension.Since);
        var outage = suspensions
            .Where(suspension => suspension.Cause is SuspensionCause.Outage)
            .MaxBy(suspension => suspension.Since);
        return outage is not null
            && !accounts.Any(account => account.Suspension is null && account.LastSuccess > outage.Since)
            ? outage
            : null;
    }

    private void Resume(DateTimeOffset now)
    {
        if (_pausedSince is not { } since)
            return;
        _paused += now - since;
        _pausedSince = null;
        if (_isLogged)
            LogResumed(vendor, now - since);
        _isLogged = false;
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The intake of {Vendor} is paused since {Since:O}, as none of its accounts can be called ({Reason}); "
            + "the backlog stays in the queue, one batch every {Interval} is let in")]
    private partial void LogPaused(string vendor, DateTimeOffset since, string reason, TimeSpan interval);

    [LoggerMessage(Level = LogLevel.Information, Message = "The intake of {Vendor} goes on after {Paused}")]
    private partial void LogResumed(string vendor, TimeSpan paused);
}
