using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Repair;

namespace Messaging.Fulfillment.Tests.Repair;

/// <summary>When a staged retry of failures rejectedByVendor 60110 goes on, and when it stops by itself.</summary>
public class StageRuleTests
{
    private const StageStop CameBack = StageStop.FailureCameBack;
    private const StageStop Half = StageStop.HalfFailed;

    /// <summary>Succeeded; failed with reason and code; the verdict.</summary>
    public static TheoryData<int, string, StageStop?> Stages => new()
    {
        // All went well, or nothing can be told.
        { 1, "", null },
        { 500, "", null },
        { 0, "", null },

        // The first few tell whether the failure is mended: any one of them stops.
        { 0, "1 rejectedByVendor 60110", CameBack },
        { 1, "1 rejectedByVendor 60110", CameBack },
        { 4, "1 rejectedByVendor 60110", CameBack },
        { 19, "1 rejectedByVendor 60110", CameBack },

        // In larger stages a twentieth does, not an order or two that have it for reasons of their own.
        { 96, "4 rejectedByVendor 60110", null },
        { 95, "5 rejectedByVendor 60110", CameBack },
        { 476, "24 rejectedByVendor 60110", null },
        { 475, "25 rejectedByVendor 60110", CameBack },

        // Other failures: half.
        { 0, "1 rejectedByVendor 7", Half },
        { 1, "1 rejectedByVendor 7", Half },
        { 3, "2 rejectedByVendor 7", null },
        { 2, "3 rejectedByVendor 7", Half },
        { 251, "249 retriesExhausted", null },
        { 250, "250 retriesExhausted", Half },
        { 251, "100 retriesExhausted,100 rejectedByVendor 7,49 expired", null },
        { 250, "100 retriesExhausted,100 rejectedByVendor 7,50 expired", Half },
        { 247, "4 rejectedByVendor 60110,246 rejectedByVendor 7", Half },

        // The same reason with another code, or none, is another failure.
        { 4, "1 rejectedByVendor 60111", null },
        { 4, "1 rejectedByVendor", null },
        { 4, "1 retriesExhausted 60110", null },

        // What was superseded was not sent, and says nothing: neither against nor for.
        { 1, "4 superseded", null },
        { 0, "5 superseded", null },
        { 0, "4 superseded,1 rejectedByVendor 60110", CameBack },
        { 1, "17 superseded,2 rejectedByVendor 7", Half },
    };

    [Theory]
    [MemberData(nameof(Stages))]
    public void The_next_stage_follows_unless_the_failure_comes_back(int succeeded, string failures, StageStop? stop) =>
        Assert.Equal(
            stop, StageRule.Judge(new("em", "rejectedByVendor", "60110", Account: null), Outcome(succeeded, failures)));

    [Theory]
    [InlineData(null, "1 rejectedByVendor 7", CameBack)]
    [InlineData(null, "1 rejectedByVendor", CameBack)]
    [InlineData("", "1 rejectedByVendor", CameBack)]
    [InlineData("", "1 rejectedByVendor 7", null)]
    public void A_group_of_whatever_code_and_one_of_none_are_two(string? code, string failures, StageStop? stop) =>
        Assert.Equal(
            stop,
            StageRule.Judge(new("em", "rejectedByVendor", code, Account: null), Outcome(succeeded: 4, failures)));

    [Fact]
    public void What_was_superseded_before_and_is_again_has_come_back() => Assert.Equal(
        CameBack, StageRule.Judge(new("em", "superseded", "", Account: null), Outcome(0, "1 superseded")));

    private static StageOutcome Outcome(int succeeded, string failures) => new(
        Waiting: 0,
        succeeded,
        [
            .. failures.Split(',', StringSplitOptions.RemoveEmptyEntries)
                .Select(failure => failure.Split(' '))
                .Select(words => new FailureCount(
                    words[1], words.ElementAtOrDefault(2), int.Parse(words[0], null))),
        ]);
}
