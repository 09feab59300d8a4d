using System.Globalization;
using System.Reflection;

namespace Messaging.Fulfillment.Ledger;

internal static class LedgerWorker
{
    /// <summary>The version that this worker runs, with the commit that it was built from.</summary>
    public static string Version { get; } = typeof(LedgerWorker).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>
    /// A name that no other worker has had: its machine and process, and a random part, since process ids are reused.
    /// </summary>
    public static string NewId() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Environment.MachineName}-{Environment.ProcessId}-{Random.Shared.Next(0x100000, 0x1000000):x}");
}
