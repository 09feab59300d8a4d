using Messaging.Fulfillment.Ledger;
using Xunit;

namespace Messaging.Testing.Ledger;

public abstract partial class LedgerContract
{
    [Fact]
    public async Task A_worker_is_known_from_its_start_with_what_it_last_said_it_has_in_hand()
    {
        var opened = await FindSelfAsync();
        Assert.Equal(WorkerLoad.None, opened.Load);
        Assert.Equal(Clock.Now, opened.StartedAt);
        Assert.NotEmpty(opened.Version!);
        Assert.Null(opened.TakenOverAt);

        Clock.Advance(LeaseDuration / 4);
        var load = new WorkerLoad(Orders: 300, Calls: 4, IsStopping: true);
        await Ledger.RenewLeaseAsync(load, Token);

        var renewed = await FindSelfAsync();
        Assert.Equal(load, renewed.Load);
        Assert.Equal((opened.Worker, opened.StartedAt), (renewed.Worker, renewed.StartedAt));
        Assert.Equal(Clock.Now, (await Ledger.ListWorkersAsync(Token)).Now);
    }

    [Fact]
    public async Task A_worker_that_follows_a_dead_one_is_another()
    {
        var dead = await FindSelfAsync();

        await KillAsync();

        Assert.NotEqual(dead.Worker, (await FindSelfAsync()).Worker);
    }

    [Fact]
    public async Task A_worker_that_has_stopped_is_none_any_more()
    {
        await Ledger.ReleaseAsync(Token);

        Assert.Empty((await Ledger.ListWorkersAsync(Token)).Workers);
    }

    protected async Task<WorkerRecord> FindSelfAsync() =>
        Assert.Single((await Ledger.ListWorkersAsync(Token)).Workers, worker => worker.IsThis);
}
