using System.Text.Json;
using System.Text.RegularExpressions;
using Messaging.Testing;

namespace Messaging.Worker.Tests.Observability;

/// <summary>What rules and dashboard ask for is there under these very names, once a worker runs.</summary>
[Collection(Commands.EnvironmentVariable.Collection)]
public sealed partial class UsedMetricTests(ObservedWorker worker) : IClassFixture<ObservedWorker>
{
    /// <summary>What Prometheus says itself of what it asks.</summary>
    private const string OfPrometheus = "up";

    [Fact]
    public void Every_metric_of_the_rules_is_shown_by_a_worker() =>
        AssertShown(AlertRule.ReadAll().Select(rule => rule.Expression));

    [Fact]
    public void Every_metric_of_the_dashboard_is_shown_by_a_worker() => AssertShown(Dashboard.ReadExpressions());

    [Fact]
    public void What_every_worker_says_of_all_is_not_added_up() => Assert.All(
        Dashboard.ReadExpressions().Concat(AlertRule.ReadAll().Select(rule => rule.Expression)),
        expression => Assert.DoesNotMatch(SumOfShared(), expression));

    [Fact]
    public async Task Prometheus_can_read_what_the_dashboard_asks()
    {
        var rules = Dashboard.ReadExpressions().Select((expr, i) => new { record = $"panel_{i}", expr });
        // JSON is YAML, too.
        var file = JsonSerializer.Serialize(new { groups = new[] { new { name = "dashboard", rules } } });

        Assert.Contains(
            "SUCCESS",
            await Command.RunAsync(["promtool", "check", "rules", "/dev/stdin"], file),
            StringComparison.Ordinal);
    }

    private void AssertShown(IEnumerable<string> expressions)
    {
        var used = expressions.SelectMany(FindMetrics).Distinct(StringComparer.Ordinal).ToList();

        Assert.NotEmpty(used);
        Assert.All(
            used.Where(metric => metric is not OfPrometheus),
            metric => Assert.Contains(ObservedWorker.Families(metric), worker.Types.ContainsKey));
    }

    /// <summary>Names, less what they are compared with, grouped by and given to.</summary>
    private static IEnumerable<string> FindMetrics(string expression) =>
        Name().Matches(NoMetrics().Replace(expression, " ")).Select(name => name.Value);

    [GeneratedRegex(
        @"\{[^}]*\}|\[[^\]]*\]|\b\w+ (by|on) \([^)]*\)|\b\w+ ?\(|\b(and|or|unless|offset \w+)\b|\b[\d.]+\b",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex NoMetrics();

    /// <summary>The ledger's gauges, and what workers share of an account; docs/metrics.md says which.</summary>
    [GeneratedRegex(
        @"\b(sum|avg|count)\b[^(]*(\([^)]*\))? ?\((\w+\()?fulfillment_(ledger_|account_(closed|held|calls_allowed))",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex SumOfShared();

    [GeneratedRegex(@"\w+", RegexOptions.None, 1000)]
    private static partial Regex Name();
}
