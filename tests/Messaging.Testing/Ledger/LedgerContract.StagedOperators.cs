using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Repair;
using Xunit;

namespace Messaging.Testing.Ledger;

/// <summary>Staged retries as operators handle them: started, paused, gone on, cancelled, kept.</summary>
public abstract partial class LedgerContract
{
    [Fact]
    public async Task A_step_that_was_thought_out_before_somebody_paused_it_sends_nothing()
    {
        await FailManyAsync(3);
        var read = await StartAsync();

        var paused = await Staged.PauseAsync(read.Number, Staging with { Who = "day-shift", Why = "wait" }, Token);

        Assert.Equal(
            (StagedRetryStatus.Paused, "day-shift", "wait"), (paused!.Status, paused.ChangedBy, paused.ChangedWhy));
        Assert.Null(await StepOf(Ledger).TakeAsync(read, Token));
        Assert.Empty(await ClaimDueAsync());
        Assert.Empty(await RunningAsync());
    }

    [Fact]
    public async Task It_goes_on_where_it_was_paused_and_is_cancelled_for_good()
    {
        await FailManyAsync(20);
        var retry = await StartAsync();
        foreach (var size in new[] { 1, 2 })
        {
            await StepAsync();
            await AnswerAsync(size);
        }

        await Staged.PauseAsync(retry.Number, Staging, Token);
        await Staged.ResumeAsync(retry.Number, Staging, Token);
        Assert.Equal(5, (await StepAsync())!.Progress.UnderWay.Count);
        Assert.Equal(StagedRetryStatus.Cancelled, (await Staged.CancelAsync(retry.Number, Staging, Token))!.Status);
        await AnswerAsync(5);

        Assert.Empty(await RunningAsync());
        foreach (var change in new[] { Staged.PauseAsync, Staged.ResumeAsync, (Change)Staged.CancelAsync })
        {
            Assert.Null(await change(retry.Number, Staging, Token));
            Assert.Null(await change(retry.Number + 1, Staging, Token));
        }

        Assert.Equal(StagedRetryStatus.Cancelled, (await FindAsync(retry)).Status);
        Assert.Equal(12, (await ListAsync(new() { IsOpen = true })).Count);
    }

    [Theory]
    [InlineData("rejectedByVendor", "1", null, false)]
    [InlineData("rejectedByVendor", null, null, false)]
    [InlineData("rejectedByVendor", "1", "shop", false)]
    [InlineData("rejectedByVendor", "2", null, true)]
    [InlineData("rejectedByVendor", "", null, true)]
    [InlineData("unknownAccount", "1", null, true)]
    public async Task Of_the_same_failures_one_goes_on_at_a_time(string reason, string? code, string? account, bool isNew)
    {
        await FailManyAsync(2);
        foreach (var (order, failure, other) in new[]
        {
            (Order("X"), "rejectedByVendor", "2"), (Order("Y"), "rejectedByVendor", null),
            (Order("Z"), "unknownAccount", "1"),
        })
        {
            await ClaimAsync(order);
            await SettleAsync(Fail(order, failure, other));
        }

        Pass(1);
        var first = await StartAsync();

        var second = await Staged.StartAsync(new(Vendor, reason, code, account), liftDeadline: false, Staging, Token);

        Assert.Equal((isNew, !isNew), (second!.Value.IsNew, second.Value.Retry.Number == first.Number));
        await Staged.CancelAsync(first.Number, Staging, Token);
        Assert.True((await Staged.StartAsync(Group, liftDeadline: false, Staging, Token))!.Value.IsNew || isNew);
    }

    [Fact]
    public async Task Of_several_who_start_it_at_once_one_does_and_the_rest_learn_of_his()
    {
        await FailManyAsync(2);
        var workers = await OpenWorkersAsync();

        var started = await Task.WhenAll(workers.Concat(workers).Select(worker => Task.Run(
            () => new StagedRetries(worker, worker, Clock).StartAsync(Group, liftDeadline: false, Staging, Token))));

        Assert.Single(started, start => start!.Value.IsNew);
        Assert.Single(started.Select(start => start!.Value.Retry.Number).Distinct());
        Assert.Single(await Ledger.ListStagedRetriesAsync(status: null, before: null, limit: 10, Token));
        Assert.Single(await AuditAsync(new() { Action = Staging.Action }));
    }

    [Fact]
    public async Task Where_nothing_failed_nothing_is_started()
    {
        Assert.Null(await Staged.StartAsync(Group, liftDeadline: false, Staging, Token));
        Assert.Empty(await Ledger.ListStagedRetriesAsync(status: null, before: null, limit: 10, Token));
        Assert.Empty(await AuditAsync(new()));
    }

    [Fact]
    public async Task What_would_be_sent_is_said_by_account_and_stage_and_nothing_is_done()
    {
        var failed = await FailManyAsync(11);
        var other = Order("X", account: "other");
        await ClaimAsync(other);
        await SettleAsync(Fail(other, "rejectedByVendor", "1"));
        Pass(1);

        var plan = await Staged.PlanAsync(Group, Token);

        Assert.Equal((12L, 4L), (plan.Total, plan.StageCount));
        Assert.Equal([new("shop", 11), new("other", 1)], plan.Accounts);
        Assert.Equal([1, 2, 5, 4], plan.Stages);
        Assert.Equal([other.EventId, .. Ids(failed.Reverse().Take(9))], plan.First.Select(failure => failure.EventId));
        Assert.Empty(await ClaimDueAsync());
        Assert.Empty(await AuditAsync(new()));
    }

    [Fact]
    public async Task Who_started_changed_and_ended_one_is_on_record_and_it_is_kept_for_as_long()
    {
        await FailManyAsync(3);
        var retry = await StartAsync();
        await Staged.PauseAsync(retry.Number, Staging with { Action = "staged-retries.pause" }, Token);
        await Staged.PauseAsync(retry.Number, Staging with { Action = "staged-retries.pause" }, Token);
        Assert.Equal(0, await Ledger.PurgeStagedRetriesAsync(Clock.Now.AddDays(1), limit: 10, Token));
        await Staged.CancelAsync(retry.Number, Staging with { Action = "staged-retries.cancel" }, Token);

        Assert.Equal(
            [("staged-retries.cancel", 1), ("staged-retries.pause", 1), ("staged-retries.start", 3)],
            (await AuditAsync(new())).Select(record => (record.Action, record.Count ?? 0)));
        Assert.Equal(0, await Ledger.PurgeStagedRetriesAsync(Clock.Now, limit: 10, Token));
        Assert.Equal(1, await Ledger.PurgeStagedRetriesAsync(Clock.Now.AddDays(1), limit: 10, Token));
        Assert.Null(await Ledger.FindStagedRetryAsync(retry.Number, Token));
    }

    [Fact]
    public async Task They_come_in_pages_the_latest_first()
    {
        await FailManyAsync(1);
        var numbers = new List<long>();
        for (var i = 0; i < 3; i++)
        {
            numbers.Add((await StartAsync()).Number);
            await Staged.CancelAsync(numbers[^1], Staging, Token);
        }

        var first = await Ledger.ListStagedRetriesAsync(status: null, before: null, limit: 2, Token);
        var second = await Ledger.ListStagedRetriesAsync(status: null, first[^1].Number, limit: 2, Token);

        Assert.Equal(numbers.AsEnumerable().Reverse(), first.Concat(second).Select(retry => retry.Number));
    }

    private delegate Task<StagedRetry?> Change(long number, AuditNote note, CancellationToken cancellationToken);
}
