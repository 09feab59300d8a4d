using Messaging.Worker.Operations.Failures;

namespace Messaging.Worker.Tests.Operations.Failures;

public class RetryRuleTests
{
    private static readonly RetryRequest Sound =
        new(null, "em", "rejectedByVendor", null, null, null, LiftDeadline: false, DryRun: false, "stock has come in");

    public static TheoryData<string, string> Unsound => new()
    {
        { "nothing", "eventIds" },
        { "both", "eventIds" },
        { "too many", "eventIds" },
        { "vendor alone", "vendor" },
        { "reason alone", "vendor" },
        { "none", "limit" },
        { "all", "limit" },
        { "no why", "why" },
        { "two lines", "why" },
        { "a long why", "why" },
    };

    [Theory]
    [MemberData(nameof(Unsound))]
    public void What_is_missing_or_too_much_is_named_by_its_field(string what, string field)
    {
        Guid[] one = [Guid.NewGuid()];
        var request = what switch
        {
            "nothing" => Sound with { Vendor = null, Reason = null },
            "both" => Sound with { EventIds = one },
            "too many" => ByIds(101),
            "vendor alone" => Sound with { Reason = null },
            "reason alone" => Sound with { Vendor = null },
            "none" => Sound with { Limit = 0 },
            "all" => Sound with { Limit = 101 },
            "no why" => Sound with { Why = " " },
            "two lines" => Sound with { Why = "a\nb" },
            _ => Sound with { Why = new('x', 201) },
        };

        Assert.Equal(field, Assert.Single(RetryRule.FindErrors(request)).Key);
    }

    [Fact]
    public void A_group_or_a_hundred_by_name_are_sound()
    {
        Assert.Empty(RetryRule.FindErrors(Sound));
        Assert.Empty(RetryRule.FindErrors(Sound with { Limit = 100 }));
        Assert.Empty(RetryRule.FindErrors(ByIds(100)));
    }

    private static RetryRequest ByIds(int count) => Sound with
    {
        Vendor = null,
        Reason = null,
        EventIds = [.. Enumerable.Range(0, count).Select(_ => Guid.NewGuid())],
    };
}
