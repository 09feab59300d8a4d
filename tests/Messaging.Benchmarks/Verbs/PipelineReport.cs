using System.Globalization;
using System.Text.Json.Nodes;
using Messaging.Benchmarks.Environments;
using Messaging.Benchmarks.Orders;
using Messaging.Benchmarks.Reports;

namespace Messaging.Benchmarks.Verbs;

/// <summary>The figures of the pipeline and its targets.</summary>
internal static class PipelineReport
{
    public static Report Create(
        IReadOnlyList<Flow> flows, IReadOnlyList<string> contestants, IReadOnlyDictionary<(
            Flow Flow, string Contestant), List<Figures>> rounds)
    {
        var report = new Report("pipeline")
        {
            Chart = BarChart.Draw(
                "Orders per second; how often that of plain MassTransit in the same round",
                [.. flows.Select(flow => DrawFlow(flow, contestants, name => Find(flow, name)))]),
        };
        foreach (var flow in flows)
        {
            foreach (var contestant in contestants.Where(contestant => rounds.ContainsKey((flow, contestant))))
                AddRow(report, flow, contestant, rounds[(flow, contestant)], name => Find(flow, name));
        }

        foreach (var flow in flows)
            AddTargets(report, flow, name => Find(flow, name));
        return report;

        List<Figures>? Find(Flow flow, string contestant) => rounds.GetValueOrDefault((flow, contestant));
    }

    private static void AddRow(
        Report report, Flow flow, string contestant, List<Figures> rounds, Func<string, List<Figures>?> find)
    {
        var orders = rounds[0].Orders;
        report.Add(
            ("flow", $"{flow.Vendor} {flow.OrdersPerCall}"),
            ("contestant", contestant),
            ("orders/s", Report.Spread([.. rounds.Select(figures => figures.OrdersPerSecond)])),
            ("/ raw", RatioTo(Contestants.Raw)),
            ("/ raw+ledger", RatioTo(Contestants.RawWithLedger)),
            ("/ masstransit", RatioTo(Contestants.MassTransit)),
            ("/ masstransit+outbox", RatioTo(Contestants.MassTransitWithOutbox)),
            ("calls", Report.Number(Of(figures => figures.Calls))),
            ("calls/optimum", Report.Number(Of(figures => figures.CallsToOptimum))),
            ("CPU s/100k", Per100K(figures => figures.Cpu)),
            ("peak MiB", Report.Number(Of(figures => figures.PeakResident / 1048576.0))),
            ("broker CPU", Per100K(figures => figures.Servers.Broker)),
            ("database CPU", Per100K(figures => figures.Servers.Database)),
            ("database log MB/100k", Report.Number(Of(figures => figures.DatabaseLog * 0.1 / orders))),
            ("vendor CPU", Per100K(figures => figures.Servers.Vendors)));

        double Of(Func<Figures, double> figure) => Statistics.Median(rounds.Select(figure));

        JsonNode Per100K(Func<Figures, TimeSpan> cpu) =>
            Report.Number(Of(figures => cpu(figures).TotalSeconds * 100_000 / orders));

        JsonNode RatioTo(string other) =>
            find(other) is { } others ? Report.Spread(Ratios(rounds, others)) : "";
    }

    private static BarGroup DrawFlow(
        Flow flow, IReadOnlyList<string> contestants, Func<string, List<Figures>?> find) => new(
        $"{flow.Vendor}, {flow.OrdersPerCall} in a call",
        [.. from contestant in contestants
            let rounds = find(contestant)
            where rounds is not null
            let median = Statistics.Median(rounds.Select(figures => figures.OrdersPerSecond))
            let times = find(Contestants.MassTransit) is { } plain
                ? string.Create(CultureInfo.InvariantCulture, $" ({Statistics.Median(Ratios(rounds, plain)):0.00} ×)")
                : ""
            let kind = Contestants.IsOurs(contestant) ? BarKind.Ours
                : Contestants.NeedsDatabase(contestant) ? BarKind.Keeps
                : BarKind.Plain
            select new Bar(
                contestant, kind, median, string.Create(CultureInfo.InvariantCulture, $"{median:n0}{times}"))]);

    private static void AddTargets(Report report, Flow flow, Func<string, List<Figures>?> find)
    {
        var ours = find(Contestants.Ours(Contestants.Postgres));
        if (ours is null || flow.OrdersPerCall == 1)
            return;

        AtLeast(Contestants.Raw, 0.55);
        AtLeast(Contestants.RawWithLedger, 0.7);
        AtLeast(Contestants.MassTransit, 1);
        AtLeast(Contestants.MassTransitWithOutbox, 3);
        AtLeast(Contestants.Node, 1);
        AtLeast(Contestants.Single, 5);
        if (find(Contestants.Ours(Contestants.Sqlite)) is { } sqlite)
        {
            report.AtLeast(
                $"{flow.Vendor}: ours+sqlite / ours+postgres", Statistics.Median(Ratios(sqlite, ours)), 1);
        }

        foreach (var ledger in new[] { Contestants.Sqlite, Contestants.Postgres })
        {
            if (find(Contestants.Ours(ledger)) is { } empty
                && find(Contestants.Ours(Contestants.Filled(ledger))) is { } filled)
            {
                report.AtLeast(
                    $"{flow.Vendor}: {ledger}, filled / empty", Statistics.Median(Ratios(filled, empty)), 0.85);
            }
        }

        report.AtMost(
            $"{flow.Vendor}: calls / optimum", Statistics.Median(ours.Select(figures => figures.CallsToOptimum)), 1.02);

        void AtLeast(string baseline, double target)
        {
            if (find(baseline) is { } others)
                report.AtLeast(
                    $"{flow.Vendor}: ours+postgres / {baseline}", Statistics.Median(Ratios(ours, others)), target);
        }
    }

    private static IReadOnlyList<double> Ratios(List<Figures> rounds, List<Figures> others) =>
        Statistics.Ratios(
            rounds.Select(figures => figures.OrdersPerSecond), others.Select(figures => figures.OrdersPerSecond));
}
