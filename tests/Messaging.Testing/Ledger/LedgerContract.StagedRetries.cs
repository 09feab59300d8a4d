using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Repair;
using Xunit;

namespace Messaging.Testing.Ledger;

/// <summary>Groups of failures are tried again in stages, whoever dies meanwhile.</summary>
public abstract partial class LedgerContract
{
    private static readonly AuditNote Staging =
        new("night-shift", "staged-retries.start", "fengchao rejectedByVendor 1", "stock has come in");

    private static readonly RetryGroup Group = new(Vendor, "rejectedByVendor", "1", Account: null);

    private StagedRetries Staged => new(Ledger, Ledger, Clock);

    [Fact]
    public async Task A_group_is_tried_again_in_stages_each_after_the_results_of_the_one_before()
    {
        var failed = await FailManyAsync(12);
        var retry = await StartAsync();
        Assert.Equal((12, 12L, StagedRetryStatus.Running), (retry.Total, retry.Left, retry.Status));

        foreach (var (stage, size) in new[] { (1, 1), (2, 2), (3, 5), (4, 4) })
        {
            var sent = Assert.IsType<StagedRetry>(await StepAsync());
            Assert.Equal((stage, size), (sent.Progress.Stage, sent.Progress.UnderWay.Count));
            Assert.Null(await StepAsync());
            await AnswerAsync(size);
        }

        var finished = Assert.IsType<StagedRetry>(await StepAsync());
        Assert.Equal(
            (StagedRetryStatus.Finished, 12L, 12L, 0L, 0L),
            (finished.Status, finished.Progress.Sent, finished.Progress.Succeeded, finished.Progress.Failed,
                finished.Left));
        Assert.Equal([1, 2, 5, 20], finished.Progress.Stages.Select(stage => stage.Size));
        Assert.Equal([1, 2, 5, 4], finished.Progress.Stages.Select(stage => stage.Sent));
        Assert.Equal(failed.Length, (await ListAsync(new() { IsOpen = false })).Count);
        Assert.Equal((24, 12, 12, 0L), await SumsAsync());
        Assert.Empty(await RunningAsync());
    }

    [Fact]
    public async Task The_latest_failures_are_tried_first_with_what_they_had_and_those_of_the_group_alone()
    {
        var failed = await FailManyAsync(3);
        var (otherCode, otherAccount) = (Order("X"), Order("Y", account: "other"));
        await ClaimAsync(otherCode, otherAccount);
        await SettleAsync(Fail(otherCode, "rejectedByVendor", "2"), Fail(otherAccount, "rejectedByVendor", "1"));
        Pass(1);
        await StartAsync(Group with { Account = "shop" }, liftDeadline: true);

        await StepAsync();

        var first = Assert.Single(await ClaimDueAsync());
        Assert.Equal(
            failed[2] with
            {
                EventId = first.EventId,
                RetryOf = failed[2].EventId,
                ReceivedAt = Clock.Now,
                Deadline = null,
                Claim = 1,
            },
            first);
        await SettleAsync(Success(first));
        await StepAsync();
        await AnswerAsync(2);
        Assert.Equal(StagedRetryStatus.Finished, (await StepAsync())!.Status);
        Assert.Equal(["X", "Y"], (await ListAsync(new() { IsOpen = true })).Select(one => one.OrderNo).Order());
    }

    [Fact]
    public async Task It_stops_by_itself_where_the_failure_comes_back_and_says_in_which_stage_and_with_what()
    {
        await FailManyAsync(5);
        await StartAsync();
        await StepAsync();
        await AnswerAsync(1);
        await StepAsync();
        var two = await ClaimDueAsync();
        await SettleAsync(Success(two[0]), Fail(two[1], "rejectedByVendor", "1"));
        Pass(1);

        var stopped = Assert.IsType<StagedRetry>(await StepAsync());

        Assert.Equal(
            (StagedRetryStatus.Stopped, 3L, 2L, 1L, 2L),
            (stopped.Status, stopped.Progress.Sent, stopped.Progress.Succeeded, stopped.Progress.Failed, stopped.Left));
        Assert.Equal((Clock.Now, null), (stopped.ChangedAt, stopped.ChangedBy));
        var stage = stopped.Progress.Stages[^1];
        Assert.Equal(
            (2, 2, 1, 1, StageStop.FailureCameBack),
            (stage.Number, stage.Sent, stage.Succeeded, stage.Failed, stage.Stop));
        Assert.Equal(new FailureCount("rejectedByVendor", "1", 1), Assert.Single(stage.Failures));
        Assert.Empty(await RunningAsync());
        Assert.Equal(stopped.Progress.Last, (await FindAsync(stopped)).Progress.Last);
    }

    [Fact]
    public async Task Whoever_has_looked_has_it_go_on_with_one_and_what_failed_after_the_start_is_not_part_of_it()
    {
        await FailManyAsync(4);
        var retry = await StartAsync();
        await FailManyAsync(1, "early");
        await StepAsync();
        await SettleAsync(Fail(Assert.Single(await ClaimDueAsync()), "rejectedByVendor", "1"));
        Pass(1);
        await FailManyAsync(1, "late");
        Assert.Equal(StagedRetryStatus.Stopped, (await StepAsync())!.Status);

        await ChangeAsync(retry, StagedRetryAction.Resume);
        foreach (var size in new[] { 1, 2 })
        {
            Assert.Equal(size, (await StepAsync())!.Progress.UnderWay.Count);
            await AnswerAsync(size);
        }

        Assert.Equal(StagedRetryStatus.Finished, (await StepAsync())!.Status);
        // The one that failed again, and the two that joined.
        Assert.Equal(3, (await ListAsync(new() { IsOpen = true })).Count);
    }

    [Fact]
    public async Task A_worker_that_dies_between_two_steps_costs_no_order_and_no_stage()
    {
        await FailManyAsync(8);
        var retry = await StartAsync();
        foreach (var size in new[] { 1, 2, 5 })
        {
            await CrashAsync();
            await StepAsync();
            await CrashAsync();
            Assert.Null(await StepAsync());
            await AnswerAsync(size);
            await CrashAsync();
        }

        Assert.Equal(StagedRetryStatus.Finished, (await StepAsync())!.Status);
        Assert.Equal([1, 2, 5], (await FindAsync(retry)).Progress.Stages.Select(stage => stage.Sent));
        Assert.Equal((16, 8, 8, 0L), await SumsAsync());
    }

    [Fact]
    public async Task Two_workers_that_make_the_same_step_send_its_stage_once()
    {
        await FailManyAsync(3);
        var retry = await StartAsync();
        var workers = await OpenWorkersAsync();

        var steps = await Task.WhenAll(
            workers.Select(worker => Task.Run(() => StepOf(worker).TakeAsync(retry, Token))));

        Assert.Single(steps, step => step is not null);
        Assert.Single(await ClaimDueAsync());
        Assert.Equal(1, (await FindAsync(retry)).Progress.Sent);
    }

    private StagedRetryStep StepOf(ILedger worker) => new(worker, worker, Clock);

    /// <summary>What a worker does each second; null where nothing was done.</summary>
    private async Task<StagedRetry?> StepAsync() =>
        await StepOf(Ledger).TakeAsync(Assert.Single(await RunningAsync()), Token);

    private Task<IReadOnlyList<StagedRetry>> RunningAsync() =>
        Ledger.ListStagedRetriesAsync([StagedRetryStatus.Running], before: null, limit: 10, Token);

    private async Task<StagedRetry> FindAsync(StagedRetry retry) =>
        (await Ledger.FindStagedRetryAsync(retry.Number, Token))!;

    private async Task<StagedRetry> StartAsync(RetryGroup? group = null, bool liftDeadline = false)
    {
        var started = await Staged.StartAsync(group ?? Group, liftDeadline, Staging, Token);
        Assert.True(started!.Value.IsNew);
        return started.Value.Retry;
    }

    /// <summary>The vendor takes what is sent now.</summary>
    private async Task AnswerAsync(int count)
    {
        var sent = await ClaimDueAsync();
        Assert.Equal(count, sent.Count);
        Assert.Empty(await SettleAsync([.. sent.Select(Success)]));
        Pass(1);
    }

    /// <summary>Orders that failed as the group has it, a minute apart.</summary>
    private async Task<OrderEntry[]> FailManyAsync(int count, string name = "A")
    {
        var orders = Enumerable.Range(0, count)
            .Select(i => Order($"{name}{i}") with { Deadline = Clock.Now.AddDays(1) })
            .ToArray();
        foreach (var order in orders)
        {
            await ClaimAsync(order);
            await SettleAsync(Fail(order, "rejectedByVendor", "1"));
            Pass(1);
        }

        return orders;
    }
}
