using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Results;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Tests.Dispatch;

public class TriageTests
{
    private static readonly string[] TwoAccounts = ["main", "Outlet"];

    [Fact]
    public void A_good_order_is_sent() => Assert.Null(FindFailure(Orders.Entry()));

    [Fact]
    public void A_superseded_order_is_not_sent() =>
        Assert.Equal(FailureReason.Superseded, FindFailure(Orders.Entry() with { Superseded = true })!.Reason);

    [Theory]
    [InlineData("nobody", "No account 'nobody'")]
    [InlineData("", "names no account, and 2 are configured")]
    public void An_order_of_no_known_account_is_not_sent(string account, string says)
    {
        var failure = FindFailure(Orders.Entry(account: account))!;

        Assert.Equal(FailureReason.UnknownAccount, failure.Reason);
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RepeatBehaviour.AnsweredAsAlreadyDone, null)]
    [InlineData(RepeatBehaviour.SetsValue, FailureReason.UnknownAccount)]
    public void An_order_of_no_known_account_waits_for_it_only_where_a_call_is_known_to_have_left(
        RepeatBehaviour repeats, FailureReason? expected)
    {
        var entry = Orders.Entry(account: "nobody") with { InDoubt = true };

        var failure = FindFailure(entry, repeats: repeats);

        Assert.Equal(expected, failure?.Reason);
        Assert.Equal(
            expected is not null, failure?.Message.Contains("outcome is unknown", StringComparison.Ordinal) ?? false);
    }

    [Fact]
    public void An_order_that_breaks_rules_fails_with_all_of_them()
    {
        var failure = FindFailure(Orders.Entry(), violations: ["orderNo is missing.", "trackingNo is missing."])!;

        Assert.Equal(
            (FailureReason.InvalidEvent, "orderNo is missing. trackingNo is missing."),
            (failure.Reason, failure.Message));
    }

    [Theory]
    [InlineData(-1, false, true)]
    [InlineData(1, false, false)]
    [InlineData(-1, true, false)]
    public void A_passed_deadline_expires_an_order_unless_it_may_be_done(int secondsLeft, bool inDoubt, bool expires)
    {
        var entry = Orders.Entry() with { InDoubt = inDoubt };

        var failure = FindFailure(entry, deadline: Orders.Noon.AddSeconds(secondsLeft));

        Assert.Equal(expires ? FailureReason.Expired : null, failure?.Reason);
        Assert.NotEqual(true, failure?.CanRetry); // The same deadline has passed for the same content again.
    }

    [Theory]
    [InlineData(null, new[] { "main" }, "main")]
    [InlineData("", new[] { "main" }, "main")]
    [InlineData(null, new[] { "main", "Outlet" }, "")]
    [InlineData("OUTLET", new[] { "main", "Outlet" }, "Outlet")]
    [InlineData("nobody", new[] { "main" }, "nobody")]
    public void The_account_is_the_one_named_or_the_only_one(string? named, string[] accounts, string expected)
    {
        var order = Orders.Event(Orders.Entry()) with { Account = named };

        Assert.Equal(expected, Triage.GetAccount(order, accounts));
    }

    private static Failure? FindFailure(
        OrderEntry entry, string[]? violations =
            null, DateTimeOffset? deadline = null, RepeatBehaviour repeats = RepeatBehaviour.SetsValue)
    {
        var adapter = new ScriptedAdapter { Violations = violations ?? [], Repeats = repeats };
        return Triage.FindFailure(
            entry with { Deadline = deadline }, Orders.Event(entry), adapter, TwoAccounts, Orders.Noon);
    }
}
