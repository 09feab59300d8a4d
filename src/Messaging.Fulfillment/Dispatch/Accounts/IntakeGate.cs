using System.Runtime.InteropServices;
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
    /// <param name="accounts">The accounts that were sent something, or are held.</param>
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
            var interval = reason.Pause ?? limits.MaxProbeInterval;
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
    /// was called with success since. Other suspensions, and holds, concern their account alone, and count when
    /// there is no other.
    /// </summary>
    private static Obstacle? FindReason(IReadOnlyList<LimiterStatus> accounts, VendorLimits limits)
    {
        var obstacles = accounts.Select(Obstacle.Find).OfType<Obstacle>().ToList();
        if (obstacles.Count >= limits.AccountNames.Count)
            return obstacles.MaxBy(obstacle => obstacle.Since);
        var outage = accounts
            .Select(account => account.Suspension)
            .OfType<Suspension>()
            .Where(suspension => suspension.Cause is SuspensionCause.Outage)
            .MaxBy(suspension => suspension.Since);
        return outage is not null
            && !accounts.Any(account => account.Suspension is null && account.LastSuccess > outage.Since)
            ? Obstacle.From(outage)
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

    /// <summary>What keeps an account from being called.</summary>
    /// <param name="Since">Since when.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="Pause">How long it is between two batches that are let in; null for the usual time.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Obstacle(DateTimeOffset Since, string Reason, TimeSpan? Pause)
    {
        public static Obstacle? Find(LimiterStatus account) =>
            account.Hold is { } hold ? new(hold.Since, hold.ToString(), Pause: null)
            : account.Suspension is { } suspension ? From(suspension)
            : null;

        public static Obstacle From(Suspension suspension) =>
            new(suspension.Since, suspension.Reason, suspension.IsInferred ? suspension.Pause : null);
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The intake of {Vendor} is paused since {Since:O}, as none of its accounts can be called ({Reason}); "
            + "the backlog stays in the queue, one batch every {Interval} is let in")]
    private partial void LogPaused(string vendor, DateTimeOffset since, string reason, TimeSpan interval);

    [LoggerMessage(Level = LogLevel.Information, Message = "The intake of {Vendor} goes on after {Paused}")]
    private partial void LogResumed(string vendor, TimeSpan paused);
}
