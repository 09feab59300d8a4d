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

    [Theory]
    [InlineData("postgres", 400, 2, 0.5)]
    [InlineData("sqlite", 200, 1, 0.3)]
    public async Task Workers_that_are_replaced_one_by_one_or_all_leave_nothing_to_wait_for(
        string ledger, int orders, int workers, double minutes)
    {
        var card = await ChaosRun.RunAsync(
            new ChaosSettings
            {
                Ledger = ledger,
                Orders = orders,
                Workers = workers,
                Minutes = minutes,
                Kills = false,
                Faults = [FaultNames.Replace, FaultNames.Zero],
            },
            TestContext.Current.TestOutputHelper!.WriteLine);

        Assert.True(card.IsKept, card.ToString());
        Assert.Equal([FaultNames.Replace, FaultNames.Zero], card.Faults.Select(fault => fault.Name));
        Assert.All(card.Faults, fault => Assert.Equal(0, fault.Repeated));
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
