using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch.Settling;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Tests.Dispatch.Settling;

public class SettlementDecisionTests
{
    private static readonly RetryOptions Options = new()
    {
        RetryDelay = TimeSpan.FromSeconds(2),
        MaxRetryDelay = TimeSpan.FromMinutes(10),
        GiveUpAfter = TimeSpan.FromHours(24),
    };

    [Fact]
    public void Success_is_final_and_names_its_order_event()
    {
        var entry = Orders.Entry();

        var decision = Decide(entry, new OrderOutcome.Succeeded(), attempts: 3);

        var final = Assert.IsType<Settlement.Final>(decision.Settlement);
        var result = Assert.IsType<FulfillmentSucceeded>(decision.Result!.Message);
        Assert.True(final.Result.Succeeded);
        Assert.Equal((entry.Key, 3), (final.Key, final.Attempts));
        Assert.Equal(
            (entry.EventId, 3, "R-1", Orders.Noon),
            (result.OrderEventId, result.Attempts, result.VendorRequestId, result.SettledAt));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_rejection_is_final_and_keeps_the_vendors_words(bool canRetry)
    {
        var decision = Decide(Orders.Entry(), new OrderOutcome.Rejected("40244", "订单不存在", canRetry));

        var failed = Failed(decision);
        Assert.Equal(
            (FailureReason.RejectedByVendor, "40244", "订单不存在", canRetry),
            (failed.Reason, failed.VendorCode, failed.VendorMessage, failed.CanRetry));
        Assert.Contains("订单不存在", failed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 0.0, 1.0)]
    [InlineData(1, 1.0, 2.0)]
    [InlineData(2, 1.0, 4.0)]
    [InlineData(5, 0.5, 24.0)]
    [InlineData(9, 1.0, 512.0)]
    [InlineData(10, 1.0, 600.0)]
    [InlineData(1000, 1.0, 600.0)]
    public void The_delay_doubles_with_each_attempt_up_to_the_longest_and_jitter_takes_up_to_half(
        int attempts, double jitter, double seconds)
    {
        var decision = Decide(Orders.Entry(), new OrderOutcome.RetryLater("503", "busy"), attempts, jitter: jitter);

        Assert.Equal(Orders.Noon.AddSeconds(seconds), Deferred(decision).DueAt);
    }

    [Fact]
    public void A_delay_that_no_time_span_could_hold_is_the_longest()
    {
        var options = new RetryOptions
        {
            RetryDelay = TimeSpan.FromHours(1),
            MaxRetryDelay = TimeSpan.FromHours(2),
            GiveUpAfter = TimeSpan.FromDays(30),
        };

        var decision = SettlementDecision.Decide(
            Orders.Entry(),
            new OrderOutcome.RetryLater("503", "busy"),
            attempts: 40,
            failures: 40,
            inDoubt: false,
            calls: [],
            requestId: null,
            Orders.Noon,
            options,
            jitter: 1);

        Assert.Equal(Orders.Noon.AddHours(2), Deferred(decision).DueAt);
    }

    [Fact]
    public void A_delay_that_the_vendor_names_goes_before_the_backoff()
    {
        var decision = Decide(
            Orders.Entry(),
            new OrderOutcome.RetryLater("x", "存在处理中流程", After: TimeSpan.FromSeconds(5), Alone: true),
            attempts: 7);

        var deferred = Deferred(decision);
        Assert.Equal((Orders.Noon.AddSeconds(5), true, "x"), (deferred.DueAt, deferred.Alone, deferred.Code));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void Doubt_about_an_earlier_call_is_kept_through_a_deferral(bool inDoubt, bool expected)
    {
        var decision = Decide(Orders.Entry(), new OrderOutcome.RetryLater("503", "busy"), inDoubt: inDoubt);

        Assert.Equal(expected, Deferred(decision).InDoubt);
    }

    [Fact]
    public void An_unknown_outcome_is_deferred_in_doubt() =>
        Assert.True(Deferred(Decide(Orders.Entry(), new OrderOutcome.Unknown(null, "connection lost"))).InDoubt);

    [Theory]
    [InlineData(23.9, false)]
    [InlineData(24.1, true)]
    public void An_order_that_grew_too_old_is_given_up(double ageInHours, bool givenUp)
    {
        var entry = Orders.Entry() with { ReceivedAt = Orders.Noon.AddHours(-ageInHours) };

        var decision = Decide(entry, new OrderOutcome.RetryLater("503", "busy"));

        Assert.Equal(givenUp, decision.Result is not null);
    }

    [Fact]
    public void The_last_attempt_is_at_the_give_up_age_however_long_the_pause_that_the_vendor_asks_for()
    {
        var entry = Orders.Entry() with { ReceivedAt = Orders.Noon.AddHours(-23) };

        var deferred = Deferred(
            Decide(entry, new OrderOutcome.RetryLater("60109", "risk review", After: TimeSpan.FromMinutes(90))));

        Assert.Equal(Orders.Noon.AddHours(1), deferred.DueAt);
    }

    [Fact]
    public void Giving_up_keeps_the_vendors_last_words()
    {
        var entry = Orders.Entry() with { ReceivedAt = Orders.Noon.AddHours(-24) };

        var failed = Failed(Decide(entry, new OrderOutcome.RetryLater("60109", "risk review")));

        Assert.Equal(
            (FailureReason.RetriesExhausted, true, "60109"), (failed.Reason, failed.CanRetry, failed.VendorCode));
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public void An_answer_with_bounded_attempts_is_given_up_after_them(int attempts, bool givenUp)
    {
        var decision = Decide(Orders.Entry(), new OrderOutcome.RetryLater("9999", "error", MaxAttempts: 5), attempts);

        Assert.Equal(givenUp, decision.Result is not null);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Giving_up_says_whether_the_vendor_may_have_done_it(bool inDoubt)
    {
        var entry = Orders.Entry() with { ReceivedAt = Orders.Noon.AddHours(-30) };

        var decision = Decide(entry, new OrderOutcome.RetryLater("503", "busy"), inDoubt: inDoubt);

        Assert.Equal(
            inDoubt, Failed(decision).Message.Contains("The outcome is unknown", StringComparison.Ordinal));
        Assert.Equal(inDoubt, decision.Result!.Stored.MayBeApplied);
    }

    [Fact]
    public void A_stored_result_restores_to_the_same_event()
    {
        var decision = Decide(Orders.Entry(), new OrderOutcome.Rejected("-10", "产品[X]库存不足", CanRetry: true));

        Assert.Equal(
            decision.Result!.Message,
            Messaging.Fulfillment.Results.ResultEvent.Restore(decision.Result.Stored).Message);
    }

    [Fact]
    public void What_this_service_says_is_not_given_for_the_vendors_own_text()
    {
        var shipped = Failed(Decide(
            Orders.Entry(),
            new OrderOutcome.Rejected("60110", "已发货") { Note = "Already done, but not by this service" }));
        var silent = Failed(Decide(
            Orders.Entry() with { ReceivedAt = Orders.Noon.AddDays(-2) },
            new OrderOutcome.Unknown(null, "No answer.")));

        Assert.Equal("已发货", shipped.VendorMessage);
        Assert.Contains("Already done, but not by this service: 已发货", shipped.Message, StringComparison.Ordinal);
        Assert.Null(silent.VendorMessage);
        Assert.Contains("No answer.", silent.Message, StringComparison.Ordinal);
    }

    private static Decision Decide(
        OrderEntry entry, OrderOutcome outcome, int attempts = 1, bool inDoubt = false, double jitter = 1) =>
        SettlementDecision.Decide(entry, outcome, attempts, attempts, inDoubt, [], "R-1", Orders.Noon, Options, jitter);

    private static Settlement.Deferred Deferred(Decision decision)
    {
        Assert.Null(decision.Result);
        return Assert.IsType<Settlement.Deferred>(decision.Settlement);
    }

    private static FulfillmentFailed Failed(Decision decision) =>
        Assert.IsType<FulfillmentFailed>(decision.Result!.Message);
}
