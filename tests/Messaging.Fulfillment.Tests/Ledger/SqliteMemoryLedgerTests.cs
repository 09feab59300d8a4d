using Messaging.Fulfillment.Ledger;
using Messaging.Testing.Ledger;

namespace Messaging.Fulfillment.Tests.Ledger;

/// <summary>
/// A database in memory is for tests: it ends with its process, so the contract suite, which lets workers crash, does
/// not apply.
/// </summary>
public sealed class SqliteMemoryLedgerTests
{
    [Fact]
    public async Task A_ledger_in_memory_works_without_a_file()
    {
        var before = Directory.GetFiles(Environment.CurrentDirectory);
        var clock = new LedgerClock();
        await using var ledger = LedgerHost.Build("sqlite", "Data Source=:memory:", clock);
        await ledger.OpenAsync(TestContext.Current.CancellationToken);
        var order = new OrderEntry
        {
            EventId = Guid.NewGuid(),
            EventType = "OrderShipped",
            Vendor = "em",
            Account = "shop",
            OrderNo = "A",
            OccurredAt = clock.Now,
            ReceivedAt = clock.Now,
            Payload = "{}",
        };

        var claimed = await ledger.ClaimAsync([order], new ClaimTerms(RecordsSendIntent: false, []), default);
        Assert.Equal(
            order with { Claim = 1 },
            Assert.Single(claimed.Claimed));
        Assert.Equal(new LedgerTotals("em", 1, 0, 0, 1, 0, clock.Now), Assert.Single(await ledger.CountAsync(default)));
        Assert.Equal(before, Directory.GetFiles(Environment.CurrentDirectory));
    }

    [Fact]
    public async Task Two_ledgers_in_memory_know_nothing_of_each_other()
    {
        await using var one = LedgerHost.Build("sqlite", "Data Source=:memory:", TimeProvider.System);
        await using var other = LedgerHost.Build("sqlite", "Data Source=:memory:", TimeProvider.System);
        await one.OpenAsync(default);
        await other.OpenAsync(default);

        Assert.Empty(await other.CountAsync(default));
    }
}
