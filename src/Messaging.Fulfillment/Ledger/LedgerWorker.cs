using System.Globalization;

namespace Messaging.Fulfillment.Ledger;

internal static class LedgerWorker
{
    /// <summary>
    /// A name for this worker that no other has had: where it runs, and a random part, since process ids come again.
    /// </summary>
    public static string NewId() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Environment.MachineName}-{Environment.ProcessId}-{Random.Shared.Next(0x100000, 0x1000000):x}");
}
