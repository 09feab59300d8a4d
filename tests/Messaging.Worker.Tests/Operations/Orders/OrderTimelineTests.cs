using Messaging.Fulfillment.Ledger;
using Messaging.Worker.Operations.Orders;
using Messaging.Worker.Words;

namespace Messaging.Worker.Tests.Operations.Orders;

public class OrderTimelineTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 11, 12, 0, 0, TimeSpan.Zero);

    private static readonly OrderStatus Received = new(
        Guid.NewGuid(), "OrderShipped", "fengchao", "main", Noon.AddMinutes(-1), Noon, "claimed", "w1",
        0, false, null, null, null, null, null, null);

    private static readonly OrderStatus Done = Received with
    {
        State = "published",
        Attempts = 1,
        ResultJson = "{}",
        SettledAt = At(5),
        PublishedAt = At(6),
        Call = Call(4),
    };

    private static readonly OrderStep Busy = new()
    {
        Number = 1,
        At = At(2),
        Call = Call(1) with { Outcome = "unavailable", Code = "503", RequestId = "r-1" },
        Code = "503",
        Message = "busy",
        DueAt = At(62),
    };

    /// <summary>What is known, and what is said of it after it was received.</summary>
    public static TheoryData<OrderStatus, string[]> Cases => new()
    {
        { Received, [] },
        {
            Done,
            [
                "4 call: Sent to fengchao by worker w1, with 99 others: it answered, after 40 ms",
                "5 settled: Outcome recorded: succeeded",
                "6 published: Result published",
            ]
        },
        {
            Received with { State = "waiting", Attempts = 1, Steps = [Busy] },
            [
                "1 call: Sent to fengchao by worker w1, with 99 others: it could not work, after 40 ms; code 503; "
                    + "request id r-1",
                "2 wait: Has to wait until 2026-11-11T12:01:02.0000000+00:00, because: 503 busy",
            ]
        },
        {
            // Found by halving: calls that it was in, and none between them.
            Done with
            {
                Attempts = 2,
                Steps = [new() { Number = 1, At = At(5), Call = Call(1) with { Outcome = "refused", Code = "7" } }],
                ResultJson = """{"reason":"rejectedByVendor","vendorCode":"7"}""",
                Call = Call(4) with { Orders = 1, Outcome = "refused", Code = "7" },
            },
            [
                "1 call: Sent to fengchao by worker w1, with 99 others: it refused the call, after 40 ms; code 7",
                "4 call: Sent to fengchao by worker w1, alone: it refused the call, after 40 ms; code 7",
                "5 settled: Outcome recorded: failed, rejectedByVendor; code 7",
                "6 published: Result published",
            ]
        },
        {
            Received with { Steps = [Busy with { Call = null, Code = null, Message = "It is held", DueAt = At(2) }] },
            ["2 wait: Back in the ledger, to be taken at once, because: It is held"]
        },
        {
            Received with { Attempts = 1, Steps = [Busy with { InDoubt = true, Code = null, Message = null }] },
            [
                "1 call: Sent to fengchao by worker w1, with 99 others: it could not work, after 40 ms; code 503; "
                    + "request id r-1",
                "2 wait: Has to wait until 2026-11-11T12:01:02.0000000+00:00; a call may have done it",
            ]
        },
        {
            Received with { Steps = [new() { Number = 1, At = At(3), LostWorker = "w0", InDoubt = true }] },
            [
                "3 workerLost: Worker w0 stopped while it had this: a call may have been on its way, and what became "
                    + "of it is not known",
            ]
        },
        {
            Received with { Steps = [new() { Number = 1, At = At(3), LostWorker = "" }] },
            ["3 workerLost: Worker (not recorded) stopped before it had sent this"]
        },
        {
            // Settled before calls were recorded.
            Done with { Attempts = 3, Call = null },
            [
                "0 notKept: 3 more calls, of which no record is kept",
                "5 settled: Outcome recorded: succeeded",
                "6 published: Result published",
            ]
        },
        {
            Received with
            {
                Attempts = 9,
                Steps = [.. new[] { 1, 8, 9 }.Select(n => new OrderStep { Number = n, At = At(n), Call = Call(n) })],
            },
            [
                "1 call: Sent to fengchao by worker w1, with 99 others: it answered, after 40 ms",
                "8 notKept: 6 more calls, of which no record is kept",
                "8 call: Sent to fengchao by worker w1, with 99 others: it answered, after 40 ms",
                "9 call: Sent to fengchao by worker w1, with 99 others: it answered, after 40 ms",
            ]
        },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_befell_an_order_is_told_in_the_order_of_time(OrderStatus status, string[] expected) =>
        Assert.Equal(["-60 occurred: Occurred at the publisher", "0 received: Received", .. expected], Tell(status));

    [Fact]
    public void A_retry_and_what_it_tries_again_name_each_other_and_who_had_it_tried()
    {
        var failed = Done with { ResultJson = """{"reason":"expired"}""" };
        var retry = Received with { EventId = Guid.NewGuid(), RetryOf = failed.EventId, ReceivedAt = At(9) };
        var act = new AuditRecord(1, At(8), "night-shift", "failures.retry", "", 1, "stock has come in");

        var told = OrderTimeline.Build(failed, [failed, retry], [act], Language.English);

        Assert.Equal(
            "Operator night-shift: failures.retry, because: stock has come in", told[^2].Text);
        Assert.Equal((retry.EventId, $"Was tried again as event {retry.EventId}"), (told[^1].Event, told[^1].Text));
        Assert.Contains(
            $"9 received: Taken on at an operator's word: it tries event {failed.EventId} again", Tell(retry));
    }

    [Fact]
    public void Programs_get_the_call_as_it_was()
    {
        var call = Assert.Single(OrderTimeline.Build(Done, [Done], [], Language.Chinese), e => e.Call is not null).Call;

        Assert.Equal(new OrderCallAnswer("w1", 40, 100, "answered", null, null), call);
    }

    [Theory]
    [InlineData("notSent")]
    [InlineData("unavailable")]
    [InlineData("rateLimited")]
    [InlineData("account")]
    [InlineData("accountSuspected")]
    [InlineData("refused")]
    [InlineData("unexplained")]
    [InlineData("unknown")]
    public void Each_kind_of_fault_has_words_in_both_languages(string kind)
    {
        Assert.True(Enum.TryParse<Fulfillment.Retries.CallFaultKind>(kind, ignoreCase: true, out _));
        Assert.NotEqual(kind, OrderTimelineWords.OutcomeOf(kind, Language.English));
        Assert.NotEqual(kind, OrderTimelineWords.OutcomeOf(kind, Language.Chinese));
    }

    private static DateTimeOffset At(int seconds) => Noon.AddSeconds(seconds);

    private static SentCall Call(int seconds) => new()
    {
        Id = Guid.CreateVersion7(At(seconds)),
        Worker = "w1",
        Began = At(seconds),
        Duration = TimeSpan.FromMilliseconds(40),
        Orders = 100,
        Outcome = SentCall.Answered,
    };

    private static IEnumerable<string> Tell(OrderStatus status) =>
        OrderTimeline.Build(status, [status], [], Language.English).Select(
            entry => FormattableString.Invariant($"{(entry.At - Noon).TotalSeconds} {entry.What}: {entry.Text}"));
}
