using System.Globalization;
using DbUp.Engine.Output;
using Microsoft.Extensions.Logging;

namespace Messaging.Fulfillment.Ledger.Migrations;

/// <summary>
/// Says which scripts are run. Not why one failed: that is thrown, and said once by whoever tries again or gives up.
/// </summary>
internal sealed partial class MigrationLog(ILogger logger) : IUpgradeLog
{
    public void LogTrace(string format, params object[] args)
    {
    }

    public void LogDebug(string format, params object[] args)
    {
    }

    public void LogInformation(string format, params object[] args)
    {
        var step = string.Format(CultureInfo.InvariantCulture, format, args);
        LogStep(step);
    }

    public void LogWarning(string format, params object[] args)
    {
        var doubt = string.Format(CultureInfo.InvariantCulture, format, args);
        LogDoubt(doubt);
    }

    public void LogError(string format, params object[] args)
    {
    }

    public void LogError(Exception ex, string format, params object[] args)
    {
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Step}")]
    private partial void LogStep(string step);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Doubt}")]
    private partial void LogDoubt(string doubt);
}
