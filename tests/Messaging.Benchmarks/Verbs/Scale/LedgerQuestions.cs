using Messaging.Benchmarks.Environments;
using Messaging.Benchmarks.Reports;
using Messaging.Fulfillment.Ledger;

namespace Messaging.Benchmarks.Verbs.Scale;

/// <summary>Times each thing that is done to a ledger, again and again.</summary>
/// <param name="ledger">The ledger.</param>
/// <param name="past">What it holds.</param>
/// <param name="work">What a worker does with it.</param>
internal sealed class LedgerQuestions(ILedger ledger, LedgerPast past, LedgerWork work)
{
    private const int PurgeBatch = 1_000;
    private const string Vendor = "fengchao";

    private readonly Dictionary<string, List<double>> _milliseconds = new(StringComparer.Ordinal);

    /// <summary>How many orders of the past are purged already.</summary>
    public int Purged { get; private set; }

    /// <summary>What workers do, a hundred orders at a time.</summary>
    public static IReadOnlyList<string> OfWorkers { get; } =
        ["claim", "settle", "mark as published", "due", "due, 1 account held", "due, 1,990 held", "purge 1,000"];

    /// <summary>What operators ask.</summary>
    public static IReadOnlyList<string> OfOperators { get; } =
    [
        "find an order", "count", "failures: a page", "failures: groups", "failures: accounts of a group",
        "waiting: a page", "waiting: a page of a code", "waiting: groups",
    ];

    /// <summary>The median.</summary>
    public double Milliseconds(string question) => Statistics.Median(_milliseconds[question]);

    /// <summary>Forgets what was timed so far.</summary>
    public void Forget() => _milliseconds.Clear();

    /// <summary>Asks everything once.</summary>
    public async Task AskAsync(CancellationToken cancellationToken)
    {
        var claimed = await TimeAsync("claim", () => work.ClaimAsync(cancellationToken));
        await TimeAsync("settle", () => work.SettleAsync(claimed, cancellationToken));
        await TimeAsync("mark as published", () => work.MarkAsync(claimed, cancellationToken));
        foreach (var (question, held) in new[] { ("due", 0), ("due, 1 account held", 1), ("due, 1,990 held", 1_990) })
        {
            var due = await TimeAsync(question, () => work.ClaimDueAsync(held, cancellationToken));
            await work.DeferAsync(due, cancellationToken);
        }

        Purged += PurgeBatch / 2;
        var (payloads, entries) = past.PurgeAfter(Purged);
        await TimeAsync("purge 1,000", () => ledger.PurgeAsync(payloads, entries, PurgeBatch, cancellationToken));

        var number = FormattableString.Invariant($"H{past.Settled - Purged}");
        await TimeAsync("find an order", () => ledger.FindAsync(number, cancellationToken));
        await TimeAsync("count", () => ledger.CountAsync(cancellationToken));

        var all = new FailureFilter();
        var ofCode = new FailureFilter { Vendor = Vendor, Reason = "rejectedByVendor", Code = "407" };
        await TimeAsync(
            "failures: a page", () => ledger.ListFailuresAsync(ofCode, after: null, 100, cancellationToken));
        await TimeAsync("failures: groups", () => ledger.GroupFailuresAsync(all, 100, cancellationToken));
        await TimeAsync(
            "failures: accounts of a group", () => ledger.CountFailuresAsync(ofCode, 100, cancellationToken));

        await TimeAsync(
            "waiting: a page", () => ledger.ListWaitingAsync(new(), after: null, 100, cancellationToken));
        await TimeAsync(
            "waiting: a page of a code",
            () => ledger.ListWaitingAsync(new() { Vendor = Vendor, Code = "404" }, null, 100, cancellationToken));
        await TimeAsync("waiting: groups", () => ledger.GroupWaitingAsync(new(), cancellationToken));
    }

    private async Task<T> TimeAsync<T>(string question, Func<Task<T>> ask)
    {
        T answer = default!;
        await TimeAsync(question, async () => { answer = await ask(); });
        return answer;
    }

    private async Task TimeAsync(string question, Func<Task> ask)
    {
        var started = TimeProvider.System.GetTimestamp();
        await ask();
        if (!_milliseconds.TryGetValue(question, out var all))
            _milliseconds[question] = all = [];
        all.Add(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
    }
}
