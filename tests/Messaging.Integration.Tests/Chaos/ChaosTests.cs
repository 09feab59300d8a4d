using Messaging.Chaos;
using Messaging.Chaos.BadMessages;
using Messaging.Chaos.Faults;

namespace Messaging.Integration.Tests.Chaos;

/// <summary>A small run of the chaos program.</summary>
public class ChaosTests
{
    [Theory]
    [InlineData("postgres", 600, 2, 0.6)]
    [InlineData("sqlite", 300, 1, 0.4)]
    public async Task Whatever_is_killed_and_when_every_order_event_ends_with_one_result(
        string ledger, int orders, int workers, double minutes)
    {
        var card = await ChaosRun.RunAsync(
            new ChaosSettings { Ledger = ledger, Orders = orders, Workers = workers, Minutes = minutes },
            TestContext.Current.TestOutputHelper!.WriteLine);

        Assert.True(card.IsKept, card.ToString());
    }

    [Fact]
    public async Task Workers_that_are_replaced_one_by_one_or_all_leave_nothing_to_wait_for()
    {
        var card = await ChaosRun.RunAsync(
            new ChaosSettings
            {
                Orders = 400,
                Minutes = 0.4,
                Kills = false,
                // All at once first: on a slow machine there may be no time for more.
                Faults = [FaultNames.Zero, FaultNames.Replace],
            },
            TestContext.Current.TestOutputHelper!.WriteLine);

        Assert.True(card.IsKept, card.ToString());
        Assert.Contains(FaultNames.Zero, card.Faults.Select(fault => fault.Name));
    }

    [Theory]
    [InlineData("sqlite", 400)]
    [InlineData("postgres", 200)]
    public async Task Whatever_is_published_the_good_is_answered_and_the_rest_put_aside(string ledger, int orders)
    {
        var card = await BadMessageRun.RunAsync(
            new ChaosSettings { Ledger = ledger, Orders = orders, Seed = 3 },
            TestContext.Current.TestOutputHelper!.WriteLine);

        Assert.True(card.IsKept, card.ToString());
    }
}
