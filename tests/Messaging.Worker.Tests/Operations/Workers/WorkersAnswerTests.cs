using Messaging.Fulfillment.Ledger;
using Messaging.Worker.Operations.Workers;
using Messaging.Worker.Words;

namespace Messaging.Worker.Tests.Operations.Workers;

/// <summary>What is made of what workers tell, case by case; with leases of 20 s.</summary>
public class WorkersAnswerTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, false, null, "Working")]
    [InlineData(10, false, null, "Working")]
    [InlineData(10.001, false, null, "Late")]
    [InlineData(20, false, null, "Late")]
    [InlineData(20.001, false, null, "Lost")]
    [InlineData(0, true, null, "Stopping")]
    [InlineData(11, true, null, "Late")]
    [InlineData(21, true, null, "Lost")]
    [InlineData(21, false, 0, "TakenOver")]
    [InlineData(40, false, -5, "TakenOver")]
    public void A_state_follows_from_the_lease(double lag, bool isStopping, int? takenOver, string state)
    {
        var record = Record(lag) with
        {
            Load = new(0, 0, isStopping),
            TakenOverAt = takenOver is { } seconds ? Noon.AddSeconds(seconds) : null,
        };

        Assert.Equal(state, $"{WorkerAnswer.From(record, Noon).State}");
    }

    [Theory]
    [InlineData(-1, "Lost")]
    [InlineData(0, "Working")]
    [InlineData(20, "Working")]
    public void One_of_the_version_before_says_when_its_lease_ends_and_no_more(int seconds, string state)
    {
        var worker = WorkerAnswer.From(
            new("old", false, null, null, null, Noon.AddSeconds(seconds), null, null, null), Noon);

        Assert.Equal(state, $"{worker.State}");
        Assert.False(worker.ClockIsOff);
        Assert.Equal((null, null, null), (worker.LagSeconds, worker.ClockOffsetSeconds, worker.Orders));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(5, false)]
    [InlineData(5.001, true)]
    [InlineData(-5, false)]
    [InlineData(-5.001, true)]
    public void A_clock_may_be_off_by_a_quarter_of_the_lease(double seconds, bool isOff) =>
        Assert.Equal(
            isOff,
            WorkerAnswer.From(Record(0) with { ClockOffset = TimeSpan.FromSeconds(seconds) }, Noon).ClockIsOff);

    [Fact]
    public void Nothing_is_wrong_with_workers_that_work_or_stop_and_have_one_version() =>
        Assert.Empty(Find(Record(1), Record(9) with { Load = new(1, 1, IsStopping: true) }));

    [Fact]
    public void What_is_wrong_is_said_of_each_with_its_name_and_what_follows()
    {
        var problems = Find(
            Record(12) with { Worker = "slow" },
            Record(30) with { Worker = "dead", ClockOffset = TimeSpan.FromHours(1) },
            Record(0) with { Worker = "early", ClockOffset = TimeSpan.FromSeconds(6.5) },
            Record(0) with { Worker = "behind", ClockOffset = TimeSpan.FromSeconds(-6.5) },
            Record(60) with { Worker = "gone", Version = "0.9", TakenOverAt = Noon });

        Assert.Collection(
            problems,
            slow => Assert.StartsWith(
                "slow renewed its lease 12 s ago and has missed a renewal", slow, StringComparison.Ordinal),
            dead => Assert.StartsWith(
                "The lease of dead ended at 2026-01-01 11:59:50Z: it died, or", dead, StringComparison.Ordinal),
            early => Assert.StartsWith("The clock of early is 6.5 s ahead of", early, StringComparison.Ordinal),
            behind => Assert.StartsWith("The clock of behind is 6.5 s behind the", behind, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1.0", "1.1", "1.0, 1.1")]
    [InlineData("1.1", null, "1.1, an earlier one")]
    [InlineData("1.0", "1.0", null)]
    [InlineData(null, null, null)]
    public void Versions_that_differ_are_said(string? one, string? other, string? versions)
    {
        var problems = Find(Record(0) with { Version = one }, Record(0) with { Version = other }).ToList();

        if (versions is null)
            Assert.Empty(problems);
        else
            Assert.Contains($"side by side: {versions}.", Assert.Single(problems), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Find(params WorkerRecord[] records) =>
        WorkersAnswer.From(records, Noon, Language.English).Problems;

    private static WorkerRecord Record(double lag)
    {
        var renewed = Noon.AddSeconds(-lag);
        return new(
            "w",
            IsThis: false,
            "1.0",
            Noon.AddHours(-1),
            renewed,
            renewed.AddSeconds(20),
            TimeSpan.Zero,
            WorkerLoad.None,
            TakenOverAt: null);
    }
}
