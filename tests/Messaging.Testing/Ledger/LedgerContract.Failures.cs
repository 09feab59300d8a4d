using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Repair;
using Xunit;

namespace Messaging.Testing.Ledger;

public abstract partial class LedgerContract
{
    [Fact]
    public async Task A_failure_is_listed_with_what_an_operator_looks_for_and_a_success_is_not()
    {
        var (failed, succeeded) = (Order("A"), Order("B"));
        await ClaimAsync(failed, succeeded);
        await SettleAsync(Fail(failed, "rejectedByVendor", "60110"), Success(succeeded));

        Assert.Equal(
            new FailedOrder(failed.EventId, Vendor, "shop", "A", "rejectedByVendor", "60110", Clock.Now, null),
            Assert.Single(await ListAsync(new())));
    }

    [Fact]
    public async Task What_failed_after_it_had_waited_and_what_was_refused_are_listed_too()
    {
        var (waited, refused) = (Order("A"), Order("B"));
        await ClaimAsync(waited);
        await SettleAsync(Defer(waited, minutes: 1));
        Pass(1);
        await ClaimDueAsync();
        await SettleAsync(Fail(waited, "retriesExhausted", code: null));
        Pass(1);
        var result = Fail(refused, "invalidEvent", code: null).Result;
        await Ledger.RefuseAsync([new(refused, result)], Token);

        Assert.Equal(
            [("B", "invalidEvent", null), ("A", "retriesExhausted", null)],
            (await ListAsync(new())).Select(order => (order.OrderNo, order.Reason, order.Code)));
    }

    [Theory]
    [InlineData(null, null, null, null, "ABCD")]
    [InlineData("fengchao", null, null, null, "ABC")]
    [InlineData(null, "shop", null, null, "ABD")]
    [InlineData(null, null, "rejectedByVendor", null, "ABD")]
    [InlineData(null, null, null, "1", "AD")]
    [InlineData(null, null, null, "", "C")]
    [InlineData("fengchao", "shop", "rejectedByVendor", "2", "B")]
    [InlineData("polyv", null, null, null, "")]
    [InlineData("' or 1=1 --", null, null, null, "")]
    public async Task Failures_are_found_by_vendor_account_reason_and_code(
        string? vendor, string? account, string? reason, string? code, string found)
    {
        await FailSomeAsync();
        var filter = new FailureFilter { Vendor = vendor, Account = account, Reason = reason, Code = code };

        Assert.Equal(found, string.Concat((await ListAsync(filter)).Select(order => order.OrderNo).Order()));
        Assert.Equal(
            found.Length, (await Ledger.GroupFailuresAsync(filter, limit: 10, Token)).Sum(group => group.Count));
    }

    [Fact]
    public async Task Failures_are_found_by_time_and_come_in_pages_the_latest_first()
    {
        await FailSomeAsync();

        var first = await Ledger.ListFailuresAsync(new(), after: null, limit: 3, Token);
        var second = await Ledger.ListFailuresAsync(new(), (first[^1].SettledAt, first[^1].EventId), limit: 3, Token);
        Assert.Equal(["D", "C", "B", "A"], first.Concat(second).Select(order => order.OrderNo));
        Assert.Equal(
            ["C", "B"],
            (await ListAsync(new() { From = first[2].SettledAt, Before = first[0].SettledAt }))
                .Select(order => order.OrderNo));
    }

    [Fact]
    public async Task Failures_are_counted_by_vendor_reason_and_code()
    {
        await FailSomeAsync();

        Assert.Equal(
            [
                new(Vendor, "rejectedByVendor", "1", 1, Clock.Now.AddMinutes(-4), Clock.Now.AddMinutes(-4)),
                new(Vendor, "rejectedByVendor", "2", 1, Clock.Now.AddMinutes(-3), Clock.Now.AddMinutes(-3)),
                new(Vendor, "unknownAccount", null, 1, Clock.Now.AddMinutes(-2), Clock.Now.AddMinutes(-2)),
            ],
            await Ledger.GroupFailuresAsync(new() { Vendor = Vendor }, limit: 10, Token));
    }

    [Fact]
    public async Task A_retry_is_a_new_event_of_the_order_that_names_the_one_it_replaces()
    {
        var failed = Order("A") with { Payload = """{"a":1}""", Deadline = Clock.Now.AddMinutes(30) };
        await ClaimAsync(failed);
        await SettleAsync(Fail(failed, "rejectedByVendor", "1"));
        Pass(1);

        Assert.Equal(new RetryCounts(1, 0, 0), await RetryAsync(failed.EventId));

        var retry = Assert.Single(await ClaimDueAsync());
        Assert.Equal(
            failed with { EventId = retry.EventId, RetryOf = failed.EventId, ReceivedAt = Clock.Now, Claim = 1 },
            retry);
        Assert.Equal(retry.EventId, Assert.Single(await ListAsync(new())).RetriedAs);
        Assert.Empty(await SettleAsync(Success(retry)));
        Assert.Equal(
            [(failed.EventId, false), (retry.EventId, true)],
            (await TakeAllAsync()).Select(result => (result.EventId, result.Succeeded)));
        Assert.Equal((2, 1, 1, 0L), await SumsAsync());
    }

    [Fact]
    public async Task A_failure_is_retried_once_however_often_it_is_asked_for()
    {
        var failed = Order("A");
        await ClaimAsync(failed);
        await SettleAsync(Fail(failed, "rejectedByVendor", "1"));

        await RetryAsync(failed.EventId, failed.EventId);
        Assert.Equal(new RetryCounts(0, 1, 1), await RetryAsync(failed.EventId, Guid.NewGuid()));

        Assert.Equal((2, 0, 1, 1L), await SumsAsync());
        Assert.Empty(await ListAsync(new() { IsOpen = true }));
        Assert.Single(await ListAsync(new() { IsOpen = false }));
    }

    [Fact]
    public async Task A_retry_that_fails_can_be_retried_in_its_turn()
    {
        var failed = Order("A");
        await ClaimAsync(failed);
        await SettleAsync(Fail(failed, "rejectedByVendor", "1"));
        await RetryAsync(failed.EventId);
        var second = Assert.Single(await ClaimDueAsync());
        await SettleAsync(Fail(second, "rejectedByVendor", "1"));

        Assert.Equal(new RetryCounts(1, 0, 0), await RetryAsync(second.EventId));
        Assert.Equal(second.EventId, Assert.Single(await ClaimDueAsync()).RetryOf);
    }

    [Fact]
    public async Task A_retry_of_what_was_overtaken_is_superseded_and_waits_for_its_order_like_any_other()
    {
        var (failed, newer) = (Order("A"), Order("A", occurred: 1));
        await ClaimAsync(failed);
        await SettleAsync(Fail(failed, "rejectedByVendor", "1"));
        await ClaimAsync(newer);
        await RetryAsync(failed.EventId);
        Assert.Empty(await ClaimDueAsync());

        await SettleAsync(Success(newer with { Claim = 1 }));

        Assert.True(Assert.Single(await ClaimDueAsync()).Superseded);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_failed_and_may_have_been_done_supersedes_what_is_older(bool mayBeApplied)
    {
        var (older, newer) = (Order("A"), Order("A", occurred: 1));
        await ClaimAsync(newer);
        await SettleAsync(Defer(newer, minutes: 1, inDoubt: mayBeApplied));
        Pass(1);
        await ClaimDueAsync();
        var given = Fail(newer, "retriesExhausted", code: null);

        await SettleAsync(given with { Result = given.Result with { MayBeApplied = mayBeApplied } });

        Assert.Equal(mayBeApplied, Assert.Single((await ClaimAsync(older)).Claimed).Superseded);
    }

    [Fact]
    public async Task A_deadline_stays_unless_it_is_lifted()
    {
        var (kept, lifted) = (Order("A"), Order("B"));
        await ClaimAsync(kept with { Deadline = Clock.Now }, lifted with { Deadline = Clock.Now });
        await SettleAsync(Fail(kept, "expired", code: null), Fail(lifted, "expired", code: null));

        await RetryAsync(kept.EventId);
        await Repairs.RetryAsync([lifted.EventId], liftDeadline: true, Retrying, Token);

        Assert.Equal(
            [("A", (DateTimeOffset?)Clock.Now), ("B", null)],
            (await ClaimDueAsync()).Select(retry => (retry.OrderNo, retry.Deadline)).Order());
    }

    [Fact]
    public async Task What_was_purged_is_neither_retried_nor_listed()
    {
        var failed = Order("A");
        await ClaimAsync(failed);
        await SettleAsync(Fail(failed, "rejectedByVendor", "1"));
        await Ledger.MarkPublishedAsync([failed.EventId], Token);
        Pass(1);

        await Ledger.PurgeAsync(Clock.Now, Clock.Now.AddDays(-1), 100, Token);
        Assert.Equal(new RetryCounts(0, 0, 1), await RetryAsync(failed.EventId));
        Assert.Single(await ListAsync(new()));

        await Ledger.PurgeAsync(Clock.Now, Clock.Now, 100, Token);
        Assert.Empty(await ListAsync(new()));
    }

    private FailedOrders Repairs => new(Ledger, Clock);

    private Task<RetryCounts> RetryAsync(params Guid[] eventIds) =>
        Repairs.RetryAsync(eventIds, liftDeadline: false, Retrying, Token);

    private static AuditNote Retrying => new("night-shift", "failures.retry", Vendor, "stock has come in");

    private Task<IReadOnlyList<FailedOrder>> ListAsync(FailureFilter filter) =>
        Ledger.ListFailuresAsync(filter, after: null, limit: 100, Token);

    private async Task<IReadOnlyList<StoredResult>> TakeAllAsync()
    {
        await CrashAsync();
        return await TakeAsync();
    }

    private async Task<(long, long, long, long)> SumsAsync()
    {
        var totals = await TotalsAsync();
        Assert.Equal(0, totals.Drift);
        return (totals.Received, totals.Succeeded, totals.Failed, totals.Waiting);
    }

    private Settlement.Final Fail(OrderEntry order, string reason, string? code)
    {
        var final = Final(order, succeeded: false);
        return final with { Result = final.Result with { Reason = reason, Code = code } };
    }

    /// <summary>Four, a minute apart: A, B and C of one vendor, C of another account, D of another vendor.</summary>
    private async Task FailSomeAsync()
    {
        foreach (var (order, reason, code) in new[]
        {
            (Order("A"), "rejectedByVendor", "1"),
            (Order("B"), "rejectedByVendor", "2"),
            (Order("C", account: "other"), "unknownAccount", null),
            (Order("D", vendor: "em"), "rejectedByVendor", "1"),
        })
        {
            await ClaimAsync(order);
            await SettleAsync(Fail(order, reason, code));
            Pass(1);
        }

    }
}
