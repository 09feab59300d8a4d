using Messaging.Fulfillment.Ledger;
using Messaging.Testing.Ledger;
using Npgsql;

namespace Messaging.Integration.Tests.Ledger;

/// <summary>Who works on the ledger, as any of its workers tells it.</summary>
public sealed partial class PostgresLedgerTests
{
    /// <summary>As the version before renewed its lease.</summary>
    private const string EarlierRenewal =
        """
        insert into workers (worker_id, lease_until) values ('earlier', clock_timestamp() + interval '20 s')
        on conflict (worker_id) do update set lease_until = excluded.lease_until
        returning xmax = 0, clock_timestamp()
        """;

    /// <summary>As the version before took over.</summary>
    private const string EarlierTakeover =
        """
        delete from workers
        where worker_id = any(array(select worker_id from workers where lease_until < clock_timestamp()
          and worker_id <> 'earlier' for update skip locked))
        returning worker_id
        """;

    [Fact]
    public async Task Every_worker_tells_the_same_of_all()
    {
        var other = await OpenAsync();
        Clock.Advance(LeaseDuration / 4);
        var load = new WorkerLoad(Orders: 300, Calls: 4, IsStopping: false);
        await other.RenewLeaseAsync(load, Token);

        var (seen, now) = await Ledger.ListWorkersAsync(Token);
        var (own, _) = await other.ListWorkersAsync(Token);

        Assert.Equal(Clock.Now, now);
        Assert.Equal(seen.Select(worker => worker with { IsThis = !worker.IsThis }), own);
        var loaded = Assert.Single(seen, worker => !worker.IsThis);
        Assert.Equal(
            (load, now, now + LeaseDuration, TimeSpan.Zero),
            (loaded.Load, loaded.RenewedAt, loaded.LeaseUntil, loaded.ClockOffset));
        var idle = Assert.Single(seen, worker => worker.IsThis);
        Assert.Equal((WorkerLoad.None, now - (LeaseDuration / 4)), (idle.Load, idle.RenewedAt));
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    public async Task A_wrong_clock_is_told_and_nothing_else_is_told_by_it(int seconds)
    {
        var clock = new LedgerClock(Clock.Now.AddSeconds(seconds));
        await using var other = LedgerHost.Build("postgres", _database, clock);
        await other.OpenAsync(Token);
        Assert.Null(Assert.Single((await Ledger.ListWorkersAsync(Token)).Workers, one => !one.IsThis).ClockOffset);
        await other.RenewLeaseAsync(WorkerLoad.None, Token);

        var told = Assert.Single((await Ledger.ListWorkersAsync(Token)).Workers, one => !one.IsThis);

        // At the least: as long as the answer took on its way may be the network's.
        Assert.InRange(told.ClockOffset!.Value.TotalSeconds, seconds - 1, seconds + 1);
        Assert.Equal((Clock.Now, Clock.Now), (told.StartedAt, told.RenewedAt));
    }

    [Fact]
    public async Task A_lost_worker_is_shown_until_a_day_after_its_orders_were_taken_over()
    {
        var dead = await FindSelfAsync();
        var load = new WorkerLoad(Orders: 1, Calls: 1, IsStopping: false);
        await Ledger.RenewLeaseAsync(load, Token);
        await ClaimAsync(Order("A"));
        await CrashAsync();
        var waiting = Assert.Single((await Ledger.ListWorkersAsync(Token)).Workers, one => !one.IsThis);
        Assert.Equal((dead.Worker, null), (waiting.Worker, waiting.TakenOverAt));
        Assert.True(waiting.LeaseUntil < Clock.Now);

        Assert.Single(await ClaimDueAsync());

        var lost = Assert.Single((await Ledger.ListWorkersAsync(Token)).Workers, one => !one.IsThis);
        Assert.Equal(waiting with { TakenOverAt = Clock.Now }, lost);
        Assert.Equal((load, dead.StartedAt, dead.Version), (lost.Load, lost.StartedAt, lost.Version));
        Pass(24 * 60);
        Assert.Contains(lost, (await Ledger.ListWorkersAsync(Token)).Workers);
        Pass(1);
        Assert.DoesNotContain(lost, (await Ledger.ListWorkersAsync(Token)).Workers);
    }

    [Fact]
    public async Task Who_was_lost_long_ago_is_forgotten_when_the_next_one_is_lost()
    {
        await CrashAsync();
        await ClaimDueAsync();
        Pass(24 * 60 + 1);
        await OutwaitLeaseAsync(Ledger);
        await CrashAsync();
        await ClaimDueAsync();

        Assert.Equal(1L, await ScalarAsync("select count(*) from lost_workers"));
    }

    [Fact]
    public async Task A_worker_taken_for_dead_that_comes_back_is_shown_once_and_may_be_lost_again()
    {
        var other = await OpenAsync();
        var self = await FindSelfAsync();
        for (var i = 0; i < 2; i++)
        {
            await OutwaitLeaseAsync(other);
            await ClaimDueAsync(worker: other);
            var lost = Assert.Single((await other.ListWorkersAsync(Token)).Workers, one => !one.IsThis);
            Assert.Equal((self.Worker, Clock.Now), (lost.Worker, lost.TakenOverAt));
            // A day later, so that the record of the first time is old when it is lost for the second.
            for (var day = 0; day < 25; day++)
            {
                Pass(60);
                await Ledger.RenewLeaseAsync(WorkerLoad.None, Token);
                await other.RenewLeaseAsync(WorkerLoad.None, Token);
            }

            var back = await FindSelfAsync();
            Assert.Equal((self.Worker, self.StartedAt, null), (back.Worker, back.StartedAt, back.TakenOverAt));
            Assert.Equal(2, (await other.ListWorkersAsync(Token)).Workers.Count);
        }
    }

    [Fact]
    public async Task A_worker_of_the_version_before_works_beside_and_is_shown_with_what_it_does_not_say_left_open()
    {
        Assert.Equal(true, await ScalarAsync(EarlierRenewal));
        Assert.Equal(false, await ScalarAsync(EarlierRenewal));

        var earlier = Assert.Single((await Ledger.ListWorkersAsync(Token)).Workers, one => !one.IsThis);

        Assert.Equal(
            new WorkerRecord("earlier", false, null, null, null, Clock.Now + LeaseDuration, null, null, null), earlier);
        await OutwaitLeaseAsync(Ledger);
        await ClaimDueAsync();
        Assert.Equal(
            earlier with { TakenOverAt = Clock.Now },
            Assert.Single((await Ledger.ListWorkersAsync(Token)).Workers, one => !one.IsThis));
    }

    [Fact]
    public async Task A_worker_of_the_version_before_takes_over_from_one_of_this()
    {
        Clock.Advance(LeaseDuration * 2);

        Assert.IsType<string>(await ScalarAsync(EarlierTakeover));
        await Ledger.RenewLeaseAsync(WorkerLoad.None, Token);
        Assert.Equal(1, Ledger.LeaseEpoch);
    }

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_database);
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
        // A constant of this class.
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync(Token);
    }
}
