using Messaging.Benchmarks.Environments;
using Messaging.Benchmarks.Reports;
using Messaging.Testing;

namespace Messaging.Benchmarks.Verbs.Scale;

/// <summary>
/// Measures whether what is done to a ledger costs more where it holds millions: beside a small one, in turn, each
/// thing that workers do and that operators ask. Then a part of it is turned over, while as much is purged.
/// </summary>
internal static class ScaleVerb
{
    private const int DefaultSettled = 10_000_000;
    private const int DefaultTurnover = 1_000_000;
    private const int Rounds = 40;
    private const int WarmUp = 5;

    public static async Task<Report> MeasureAsync(
        BenchmarkSettings settings, Action<string> progress, CancellationToken cancellationToken)
    {
        var report = new Report("scale");
        var settled = settings.Filled ?? DefaultSettled;
        foreach (var name in settings.Ledgers)
        {
            await using var server = name is Contestants.Postgres ? await PostgresServer.StartNewAsync() : null;
            await using var small = await CreateAsync(Math.Min(settled, 100_000));
            await using var large = await CreateAsync(settled);
            await AskAsync(small, large);

            var before = await large.MeasureAsync(cancellationToken);
            var turnover =
                await Turnover.RunAsync(large, settings.Orders ?? DefaultTurnover, progress, cancellationToken);
            var after = await large.MeasureAsync(cancellationToken);
            ReportQuestions(report, name, small.Questions, large.Questions);
            ReportTurnover(report, name, turnover, before, after);

            Task<ScaleLedger> CreateAsync(long orders) =>
                ScaleLedger.CreateAsync(server, new(orders, Waiting: orders / 10), progress, cancellationToken);
        }

        return report;

        async Task AskAsync(ScaleLedger small, ScaleLedger large)
        {
            for (var round = -WarmUp; round < Rounds; round++)
            {
                if (round == 0)
                {
                    small.Questions.Forget();
                    large.Questions.Forget();
                    progress("warm");
                }

                await small.Questions.AskAsync(cancellationToken);
                await large.Questions.AskAsync(cancellationToken);
            }
        }
    }

    private static void ReportQuestions(Report report, string name, LedgerQuestions small, LedgerQuestions large)
    {
        foreach (var question in LedgerQuestions.OfWorkers.Concat(LedgerQuestions.OfOperators))
        {
            report.Add(
                ("ledger", name),
                ("what", question),
                ("small, ms", Report.Number(small.Milliseconds(question))),
                ("large, ms", Report.Number(large.Milliseconds(question))),
                ("large / small", Report.Number(large.Milliseconds(question) / small.Milliseconds(question))));
        }

        foreach (var question in LedgerQuestions.OfWorkers)
        {
            report.AtMost(
                $"{name}: {question}, large / small",
                large.Milliseconds(question) / small.Milliseconds(question),
                1.5);
        }

        foreach (var question in LedgerQuestions.OfOperators)
            report.AtMost($"{name}: {question}, ms", large.Milliseconds(question), 1_000);
    }

    private static void ReportTurnover(
        Report report, string name, Turnover turnover, LedgerSize before, LedgerSize after)
    {
        report.Add(
            ("ledger", name),
            ("orders turned over", Report.Number(turnover.Orders)),
            ("orders/s", Report.Number(turnover.Orders / turnover.Took.TotalSeconds)),
            ("purged/s", Report.Number(turnover.PurgedPerSecond)),
            ("log bytes an order", Report.Number((double)(after.Log - before.Log) / turnover.Orders)),
            ("GB before", Report.Number(before.Tables.Values.Sum() / 1e9)),
            ("GB after", Report.Number(after.Tables.Values.Sum() / 1e9)));
        foreach (var (table, size) in after.Tables.Where(table => table.Value > 1_000_000).OrderBy(t => -t.Value))
        {
            report.Add(
                ("ledger", name),
                ("table with indexes", table),
                ("MB before", Report.Number(before.Tables.GetValueOrDefault(table) / 1e6)),
                ("MB after", Report.Number(size / 1e6)));
        }

        report.AtLeast($"{name}: purged/s while orders come", turnover.PurgedPerSecond, 1_000);
        report.AtMost(
            $"{name}: size after / before",
            (double)after.Tables.Values.Sum() / before.Tables.Values.Sum(),
            1.15);
    }
}
