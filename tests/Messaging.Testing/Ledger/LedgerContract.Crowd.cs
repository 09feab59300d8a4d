using System.Diagnostics;
using Messaging.Fulfillment.Ledger;
using Xunit;

namespace Messaging.Testing.Ledger;

public abstract partial class LedgerContract
{
    private const int Crowd = 40_000;

    /// <summary>
    /// Of half of them: one that looks at the whole crowd takes longer each time. Single ones wait for the machine.
    /// </summary>
    private static readonly TimeSpan UsualClaim = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan LongestClaim = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A test number, or an empty one: a publisher's mistake that must cost others nothing. Half of the events occurred
    /// in the order in which they come, half the other way round.
    /// </summary>
    [Fact]
    public async Task Forty_thousand_events_of_one_order_cost_other_orders_and_their_own_next_one_nothing()
    {
        var first = Order("crowd", -1);
        await ClaimAsync(first);
        var crowd = Enumerable.Range(0, Crowd).Select(
            i => Order("crowd") with { OccurredAt = Clock.Now.AddSeconds(i % 2 == 0 ? i : -i - 60) }).ToList();
        var claims = new List<TimeSpan>();
        foreach (var batch in crowd.Chunk(100))
            await TimeAsync(claims, async () => Assert.Empty((await ClaimAsync(batch)).Claimed));

        // All of them are found to wait for one another, some at a time: others have their turn in between.
        var finding = Task.Run(() => ClaimDueAsync(limit: 100), Token);
        while (!finding.IsCompleted)
        {
            var other = Order($"{Guid.NewGuid():n}", account: "beside", vendor: "em");
            await TimeAsync(claims, async () => Assert.Single((await ClaimAsync(other)).Claimed));
        }

        Assert.Empty(await finding);
        var others = new List<TimeSpan>();
        for (var i = 0; i < 20; i++)
        {
            var other = Order($"other-{i}", account: "quiet");
            await TimeAsync(others, async () => Assert.Single((await ClaimAsync(other)).Claimed));
            await TimeAsync(others, async () => Assert.Empty(await SettleAsync(Defer(other, 0))));
            await TimeAsync(others, async () =>
                Assert.Equal(other.EventId, Assert.Single(await ClaimDueAsync()).EventId));
            Assert.Empty(await SettleAsync(Success(other)));
        }

        // One after another, however many are behind it.
        var own = new List<TimeSpan>();
        await SettleAsync(Success(first));
        for (var i = 0; i < 20; i++)
        {
            OrderEntry next = null!;
            await TimeAsync(own, async () => next = Assert.Single(await ClaimDueAsync()));
            Assert.Empty(await SettleAsync(i % 2 == 0 ? Success(next) : Failure(next)));
        }

        foreach (var (what, times) in new[] { ("the crowd", claims), ("others", others), ("its own next", own) })
        {
            times.Sort();
            Assert.True(times[^1] < LongestClaim, $"{what}: the longest takes {times[^1]}");
            Assert.True(times[times.Count / 2] < UsualClaim, $"{what}: half of them take {times[times.Count / 2]}");
        }
    }

    [Fact]
    public async Task An_event_that_comes_late_is_superseded_however_many_of_its_order_wait()
    {
        OrderEntry done = Order("A", 30), late = Order("A", 1);
        await ClaimAsync(done);
        await ClaimAsync([.. Enumerable.Range(31, 200).Select(i => Order("A", i))]);
        await SettleAsync(Success(done));

        Assert.Empty((await ClaimAsync(Order("A", 40))).Claimed);
        Assert.True(Assert.Single((await ClaimAsync(late)).Claimed).Superseded);
    }

    private static async Task TimeAsync(List<TimeSpan> claims, Func<Task> claim)
    {
        var started = Stopwatch.GetTimestamp();
        await claim();
        claims.Add(Stopwatch.GetElapsedTime(started));
    }
}
