using Microsoft.Extensions.Logging;

namespace Messaging.Fulfillment.Ledger;

internal sealed partial class LedgerRetry
{
    [LoggerMessage(LogLevel.Error, "The ledger's database cannot be reached: {Reason}. Everything waits until it can")]
    private static partial void OutageBegan(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Information, "The ledger's database is back after {Duration}")]
    private static partial void OutageEnded(ILogger logger, TimeSpan duration);
}
