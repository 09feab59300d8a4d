using Microsoft.Extensions.Logging;

namespace Messaging.Fulfillment.Dispatch.Limiting;

internal sealed partial class AccountLimiter
{
    private void Log(BreakerChange change)
    {
        LogLevel level;
        switch (change)
        {
            case { Now: { } suspension, Before: var before }:
                // The first line alarms; those that follow, and those of other workers, say that it goes on.
                var isNews = !change.IsHeard && (before is null || before.Cause != suspension.Cause);
                level = isNews ? GetLevel(suspension) : LogLevel.Information;
                var next = suspension.DescribeNext(vendor, account);
                LogSuspended(level, vendor, account, suspension.Since, suspension.Reason, next);
                return;
            case { Before: { } ended }:
                // An alarm ends; that it does is none.
                level = LogLevel.Information;
                var suspended = change.At - ended.Since;
                LogActive(level, vendor, account, suspended);
                return;
        }
    }

    private static LogLevel GetLevel(Suspension suspension) => suspension.Cause switch
    {
        SuspensionCause.Account => LogLevel.Error,
        SuspensionCause.RateLimit => LogLevel.Information,
        _ => LogLevel.Warning,
    };

    [LoggerMessage(
        Message = "Account {Account} of {Vendor} is suspended since {Since:O}: {Reason}. Its orders wait; {Next}")]
    private partial void LogSuspended(
        LogLevel level, string vendor, string account, DateTimeOffset since, string reason, string next);

    [LoggerMessage(Message = "Account {Account} of {Vendor} is active again after {Suspended}")]
    private partial void LogActive(LogLevel level, string vendor, string account, TimeSpan suspended);
}
