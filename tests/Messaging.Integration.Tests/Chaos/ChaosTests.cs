using Messaging.Chaos;

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
}
