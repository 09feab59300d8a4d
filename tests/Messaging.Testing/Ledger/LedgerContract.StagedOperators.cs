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

        var paused = await ChangeAsync(read, StagedRetryAction.Pause);

        Assert.Equal(
            (StagedRetryStatus.Paused, "day-shift", "let me look"),
            (paused!.Status, paused.ChangedBy, paused.ChangedWhy));
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

        await ChangeAsync(retry, StagedRetryAction.Pause);
        await ChangeAsync(retry, StagedRetryAction.Resume);
        Assert.Equal(5, (await StepAsync())!.Progress.UnderWay.Count);
        Assert.Equal(StagedRetryStatus.Cancelled, (await ChangeAsync(retry, StagedRetryAction.Cancel))!.Status);
        await AnswerAsync(5);

        Assert.Empty(await RunningAsync());
        foreach (var action in Enum.GetValues<StagedRetryAction>())
        {
            Assert.Null(await ChangeAsync(retry, action));
            Assert.Null(await ChangeAsync(retry with { Number = retry.Number + 1 }, action));
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
    public async Task Of_the_same_failures_one_goes_on_at_a_time(
        string reason, string? code, string? account, bool isNew)
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
        await ChangeAsync(first, StagedRetryAction.Cancel);
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
        Assert.Single(await Ledger.ListStagedRetriesAsync(states: [], before: null, limit: 10, Token));
        Assert.Single(await AuditAsync(new() { Action = Staging.Action }));
    }

    [Fact]
    public async Task Where_nothing_failed_nothing_is_started()
    {
        Assert.Null(await Staged.StartAsync(Group, liftDeadline: false, Staging, Token));
        Assert.Empty(await Ledger.ListStagedRetriesAsync(states: [], before: null, limit: 10, Token));
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
        await ChangeAsync(retry, StagedRetryAction.Pause);
        await ChangeAsync(retry, StagedRetryAction.Pause);
        Assert.Equal(0, await Ledger.PurgeStagedRetriesAsync(Clock.Now.AddDays(1), limit: 10, Token));
        await ChangeAsync(retry, StagedRetryAction.Cancel);

        Assert.Equal(
            [("staged-retries.Cancel", 1), ("staged-retries.Pause", 1), ("staged-retries.start", 3)],
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
            var retry = await StartAsync();
            await ChangeAsync(retry, StagedRetryAction.Cancel);
            numbers.Add(retry.Number);
        }

        var first = await Ledger.ListStagedRetriesAsync(states: [], before: null, limit: 2, Token);
        var second = await Ledger.ListStagedRetriesAsync(states: [], first[^1].Number, limit: 2, Token);

        Assert.Equal(numbers.AsEnumerable().Reverse(), first.Concat(second).Select(retry => retry.Number));
    }

    [Fact]
    public async Task What_was_retried_by_hand_meanwhile_or_was_purged_is_left_out()
    {
        var failed = await FailManyAsync(4);
        await Ledger.MarkPublishedAsync([failed[0].EventId], Token);
        var retry = await StartAsync();
        await RetryAsync(failed[3].EventId);
        await AnswerAsync(1);
        await Ledger.PurgeAsync(Clock.Now, Clock.Now.AddDays(-1), limit: 100, Token);

        Assert.Equal(failed[2].EventId, await RetriedByStepAsync());
        Assert.Equal(failed[1].EventId, await RetriedByStepAsync());
        var finished = await StepAsync();

        Assert.Equal((StagedRetryStatus.Finished, 2L, 2L), (finished!.Status, finished.Progress.Sent, finished.Left));
        Assert.Equal(retry.Total, finished.Total);

        async Task<Guid?> RetriedByStepAsync()
        {
            await StepAsync();
            var sent = Assert.Single(await ClaimDueAsync());
            await SettleAsync(Success(sent));
            return sent.RetryOf;
        }
    }

    private Task<StagedRetry?> ChangeAsync(StagedRetry retry, StagedRetryAction action) => Staged.ChangeAsync(
        retry.Number, action, new("day-shift", $"staged-retries.{action}", $"{retry.Number}", "let me look"), Token);
}
