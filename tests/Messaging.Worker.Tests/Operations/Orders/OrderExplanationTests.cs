using Messaging.Fulfillment.Dispatch.Accounts;
using Messaging.Fulfillment.Ledger;
using Messaging.Worker.Operations.Orders;
using Messaging.Worker.Words;

namespace Messaging.Worker.Tests.Operations.Orders;

public class OrderExplanationTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 11, 0, 0, 0, TimeSpan.Zero);

    private static readonly OrderStatus Waiting = new(
        Guid.NewGuid(),
        "OrderShipped",
        "fengchao",
        "main",
        Now,
        Now,
        "waiting",
        null,
        2,
        false,
        Now.AddMinutes(1),
        "1",
        "busy",
        null,
        null,
        null);

    [Fact]
    public void An_order_that_waits_says_until_when_and_why() => Assert.Equal(
        "It waits until 2026-11-11T00:01:00.0000000+00:00 to be sent to fengchao again, after 2 calls. Last: busy",
        OrderExplanation.Explain(Waiting, null, Now, Language.English));

    [Fact]
    public void An_order_that_may_be_done_says_so() => Assert.EndsWith(
        "An earlier call may have done it without fengchao saying so.",
        OrderExplanation.Explain(Waiting with { InDoubt = true }, null, Now, Language.English),
        StringComparison.Ordinal);

    [Fact]
    public void An_order_of_a_suspended_account_says_what_has_to_be_done() => Assert.EndsWith(
        " Account main is suspended since 2026-11-11T00:00:00.0000000+00:00: 40003: wrong signature; correct it.",
        OrderExplanation.Explain(
            Waiting,
            new AccountState(
                "fengchao", "main", "Suspended", Now, Now, "40003: wrong signature", "correct it", 0, 0, 4),
            Now,
            Language.English),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("Its account is suspended since 2026-11-10T00:00:00.0000000+00:00: 40003: wrong signature", "")]
    [InlineData("busy", " Last: busy")]
    public void What_is_said_of_the_account_is_not_said_of_the_order_too(string message, string last) => Assert.Equal(
        "It waits until 2026-11-11T00:01:00.0000000+00:00 to be sent to fengchao again, after 2 calls." + last
            + " Account main is suspended since 2026-11-11T00:00:00.0000000+00:00: 40003: wrong signature; correct it.",
        OrderExplanation.Explain(
            Waiting with { Message = message },
            new AccountState(
                "fengchao", "main", "Suspended", Now, Now, "40003: wrong signature", "correct it", 0, 0, 4),
            Now,
            Language.English));

    [Fact]
    public void An_order_of_a_held_account_says_who_holds_it_why_and_that_it_waits_for_that()
    {
        var hold = new Hold("fengchao", "main", Now, "night-shift", "a wrong price");

        Assert.Equal(
            "It waits until 2026-11-11T00:01:00.0000000+00:00 to be sent to fengchao again, after 2 calls. fengchao "
                + "main is held by night-shift since 2026-11-11 00:00:00Z: a wrong price. It waits until somebody "
                + "releases it.",
            OrderExplanation.Explain(
                Waiting with { Message = hold.ToString() },
                new AccountState("fengchao", "main", "Held", null, null, null, null, 0, 0, 4) { Hold = hold },
                Now,
                Language.English));
    }

    [Fact]
    public void An_order_behind_another_says_that_it_waits_for_it() => Assert.StartsWith(
        "It waits for an earlier event of the same order.",
        OrderExplanation.Explain(Waiting with { DueAt = null, Message = null }, null, Now, Language.English),
        StringComparison.Ordinal);

    [Fact]
    public void An_order_in_work_names_its_worker() => Assert.StartsWith(
        "Worker w1 is working on it",
        OrderExplanation.Explain(Waiting with { State = "claimed", Owner = "w1" }, null, Now, Language.English),
        StringComparison.Ordinal);

    [Fact]
    public void An_order_that_failed_says_why_and_whether_it_is_known() => Assert.Equal(
        "It failed, rejectedByVendor: no stock The result is not yet confirmed by the broker; it is published until "
            + "it is.",
        OrderExplanation.Explain(
            Waiting with { State = "settled", ResultJson = """{"reason":"rejectedByVendor","message":"no stock"}""" },
            null,
            Now,
            Language.English));

    [Fact]
    public void An_order_that_failed_long_ago_says_that_the_words_are_gone() => Assert.Equal(
        "It failed, rejectedByVendor; what was said of it is not kept any longer. The result was published at "
            + "2026-11-11T00:00:00.0000000+00:00.",
        OrderExplanation.Explain(
            Waiting with
            {
                State = "published",
                ResultJson = """{"reason":"rejectedByVendor"}""",
                PublishedAt = Now,
            },
            null,
            Now,
            Language.English));

    [Fact]
    public void An_order_that_succeeded_says_when_it_was_published() => Assert.Equal(
        "fengchao has done it. The result was published at 2026-11-11T00:00:00.0000000+00:00.",
        OrderExplanation.Explain(
            Waiting with { State = "published", ResultJson = "{}", PublishedAt = Now },
            null,
            Now,
            Language.English));
}
