using Messaging.Fulfillment.Ledger;
using Xunit;

namespace Messaging.Testing.Ledger;

public abstract partial class LedgerContract
{
    /// <summary>Workers on one database: several where the ledger can be shared, otherwise one.</summary>
    protected virtual Task<ILedger[]> OpenWorkersAsync() => Task.FromResult<ILedger[]>([Ledger, Ledger]);

    [Fact]
    public async Task Events_delivered_to_all_at_once_are_claimed_once_and_one_per_order()
    {
        var workers = await OpenWorkersAsync();
        var orders = Enumerable.Range(0, 400).Select(i => Order($"A-{i / 2}", i % 2)).ToArray();

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            var mine = orders.ToArray();
            new Random(i).Shuffle(mine);
            var claims = new List<ClaimResult>();
            foreach (var chunk in mine.Chunk(100))
                claims.Add(await workers[i % workers.Length].ClaimAsync(chunk, Terms(), Token));
            return claims;
        })));

        var claimed = results.SelectMany(claims => claims)
            .SelectMany(claim => claim.Claimed)
            .Select(order => order.OrderNo)
            .ToArray();
        Assert.Equal(200, claimed.Length);
        Assert.Equal(200, claimed.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(400, results.Sum(claims => claims.Sum(claim => claim.Received)));
        Assert.Equal(new LedgerTotals(Vendor, 400, 0, 0, 400, 0, Clock.Now), await TotalsAsync());
    }

    [Fact]
    public async Task Workers_that_drain_the_same_orders_settle_each_event_once_in_order()
    {
        var workers = await OpenWorkersAsync();
        var orders = Enumerable.Range(0, 300).Select(i => Order($"A-{i % 30}", i)).ToArray();
        var busy = new HashSet<string>(StringComparer.Ordinal);
        var log = new List<OrderEntry>();
        var seed = await Ledger.ClaimAsync(orders, Terms(), Token);
        await Ledger.SettleAsync([.. seed.Claimed.Select(order => Defer(order, 0))], Token);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(async () =>
        {
            while ((await Ledger.CountAsync(Token))[0].Waiting > 0)
            {
                var due = await ClaimDueAsync(limit: 10, worker: workers[i % workers.Length]);
                lock (busy)
                    Assert.All(due, order => Assert.True(busy.Add(order.OrderNo), "claimed twice at one time"));
                lock (busy)
                {
                    log.AddRange(due);
                    due.ToList().ForEach(order => busy.Remove(order.OrderNo));
                }

                Assert.Empty(await workers[i % workers.Length].SettleAsync([.. due.Select(Success)], Token));
            }
        })));

        Assert.Equal(300, log.Count);
        Assert.All(
            log.GroupBy(order => order.OrderNo, StringComparer.Ordinal),
            group => Assert.Equal(group.OrderBy(o => o.OccurredAt), group));
        Assert.All(log, order => Assert.False(order.Superseded));
        Assert.Equal(new LedgerTotals(Vendor, 300, 300, 0, 0, 300, null), await TotalsAsync());
    }

    [Fact]
    public async Task What_waits_for_a_claim_that_ends_at_the_same_moment_is_woken()
    {
        var other = (await OpenWorkersAsync())[^1];
        for (var i = 0; i < 40; i++)
        {
            // Of one batch, so that the end of the first is not the end of the batch.
            OrderEntry[] orders = [Order($"A-{i}"), Order($"A-{i}", 1), Order($"B-{i}")];
            await ClaimAsync(orders);

            var settling = SettleAsync(Success(orders[0]));
            var due = await ClaimDueAsync(worker: other);
            Assert.Empty(await settling);
            if (due.Count == 0)
                due = await ClaimDueAsync(worker: other);

            Assert.Equal([orders[1].EventId], Ids(due));
            Assert.Empty(await other.SettleAsync([Success(orders[1])], Token));
        }
    }
}
