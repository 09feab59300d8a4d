using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Repair;

namespace Messaging.Fulfillment.Tests.Repair;

public class StageSizesTests
{
    [Fact]
    public void Each_stage_is_larger_than_the_one_before_until_they_are_as_large_as_they_get()
    {
        List<RetryStage> stages = [];
        for (var i = 0; i < 8; i++)
            stages.Add(Stage(StageSizes.Next(stages)));

        Assert.Equal([1, 2, 5, 20, 100, 500, 500, 500], stages.Select(stage => stage.Size));
    }

    [Fact]
    public void After_a_stop_it_begins_with_one_again()
    {
        List<RetryStage> stages = [Stage(1), Stage(2), Stage(5, StageStop.FailureCameBack)];

        stages.Add(Stage(StageSizes.Next(stages)));

        Assert.Equal((1, 2), (stages[^1].Size, StageSizes.Next(stages)));
    }

    /// <summary>A stage may have had fewer orders than it was to have.</summary>
    [Fact]
    public void What_a_stage_was_to_have_counts_and_not_what_it_had() =>
        Assert.Equal(100, StageSizes.Next([Stage(20) with { Sent = 3 }]));

    [Theory]
    [InlineData(0, 0, "")]
    [InlineData(1, 1, "1")]
    [InlineData(2, 2, "1 1")]
    [InlineData(10, 4, "1 2 5 2")]
    [InlineData(128, 5, "1 2 5 20 100")]
    [InlineData(129, 6, "1 2 5 20 100 1")]
    [InlineData(2000, 9, "1 2 5 20 100 500 500 500 372")]
    [InlineData(2628, 10, "1 2 5 20 100 500 500 500 500 500")]
    [InlineData(2629, 11, "1 2 5 20 100 500 500 500 500 500")]
    [InlineData(1_000_000, 2005, "1 2 5 20 100 500 500 500 500 500")]
    public void The_stages_of_so_many_are_said_before(long total, long count, string sizes)
    {
        var plan = StageSizes.Plan(total);

        Assert.Equal((count, sizes), (plan.Count, string.Join(' ', plan.Sizes)));
    }

    private static RetryStage Stage(int size, StageStop? stop = null) => new(1, size, size, size, 0, [], stop);
}
