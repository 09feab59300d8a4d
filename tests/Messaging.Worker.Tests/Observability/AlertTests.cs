using Messaging.Testing;

namespace Messaging.Worker.Tests.Observability;

/// <summary>The alert rules are sound, fire when they should, and lead to a paragraph that says what to do.</summary>
public class AlertTests
{
    private const string Tests = "deploy/observability/messaging.rules.test.yml";

    public static TheoryData<string, string> Alerts { get; } =
        [.. AlertRule.ReadAll().Select(rule => new TheoryDataRow<string, string>(rule.Alert, rule.Runbook))];

    [Theory]
    [InlineData("check", AlertRule.File)]
    [InlineData("test", Tests)]
    public async Task Prometheus_s_own_tool_finds_nothing_wrong(string verb, string file) =>
        Assert.Contains(
            "SUCCESS",
            await Command.RunAsync(["promtool", verb, "rules", RepositoryFile.Find(file)]),
            StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Alerts))]
    public void An_alert_leads_to_its_paragraph(string alert, string link)
    {
        Assert.Equal($"docs/runbook.md#{alert.ToLowerInvariant()}", link);
        var paragraph = File.ReadAllText(RepositoryFile.Find("docs/runbook.md"))
            .Split("\n## ")
            .SingleOrDefault(part => part.StartsWith($"{alert}\n", StringComparison.Ordinal));

        Assert.NotNull(paragraph);
        Assert.All(
            ["**What it means.**", "**What to look at.**", "**What to do.**"],
            question => Assert.Contains(question, paragraph, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_alert_is_tried()
    {
        var tests = File.ReadAllText(RepositoryFile.Find(Tests));

        Assert.All(
            AlertRule.ReadAll(),
            rule => Assert.Contains($"alertname: {rule.Alert}\n", tests, StringComparison.Ordinal));
    }
}
