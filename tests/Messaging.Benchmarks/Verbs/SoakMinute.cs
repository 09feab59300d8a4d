using Messaging.Benchmarks.Environments;

namespace Messaging.Benchmarks.Verbs;

/// <summary>What the service took at the end of a minute.</summary>
/// <param name="Answered">Results so far.</param>
/// <param name="Usage">Its process.</param>
/// <param name="Files">Files that it has open.</param>
/// <param name="Size">Its ledger.</param>
internal sealed record SoakMinute(int Answered, Usage Usage, int Files, LedgerSize Size)
{
    private const double MiB = 1024 * 1024;

    public double Resident => Usage.Resident / MiB;

    /// <summary>The ledger's tables that grow with what is settled, and no others.</summary>
    public double History => Size.Tables.Where(table => IsHistory(table.Key)).Sum(table => table.Value) / MiB;

    /// <summary>The ledger's other tables: what is at work.</summary>
    public double Work => Size.Tables.Where(table => !IsHistory(table.Key)).Sum(table => table.Value) / MiB;

    /// <summary>Processor milliseconds for each order since then.</summary>
    public double CpuPerOrder(SoakMinute since) =>
        (Usage.Cpu - since.Usage.Cpu).TotalMilliseconds / Math.Max(1, Answered - since.Answered);

    /// <summary>Bytes written to the log for each order since then.</summary>
    public double LogPerOrder(SoakMinute since) =>
        (double)(Size.Log - since.Size.Log) / Math.Max(1, Answered - since.Answered);

    /// <summary>Bytes of history for each order since then.</summary>
    public double HistoryPerOrder(SoakMinute since) =>
        (History - since.History) * MiB / Math.Max(1, Answered - since.Answered);

    /// <summary>SQLite has all its tables in one file.</summary>
    private static bool IsHistory(string table) => table is "entries" or "results" or "outbox" or "ledger.db";
}
