using Messaging.Testing;
using Messaging.Testing.Service;

namespace Messaging.Integration.Tests.Service;

public class BrokerRestartTests
{
    [Fact]
    public async Task A_broker_that_restarts_in_the_middle_costs_no_order_and_no_second_shipment()
    {
        await using var broker = await RabbitMqServer.StartNewAsync();
        await using var world = await SimulatedWorld.StartAsync(
            new Uri(broker.ConnectionString), (
                "Vendors:Fengchao:CallsPerSecond", "5"), ("Vendors:Fengchao:OrdersPerCall", "20"));
        var events = Enumerable.Range(0, 600).Select(i => Events.Shipped($"F{i}")).ToList();
        await Task.WhenAll(events.Select(e => world.Bus.Publish(e)));
        await Eventually.TrueAsync(() => world.Vendors.Fengchao.Journal.Summarize().Calls > 3, "it is in the middle");

        await broker.RestartAsync();
        await Eventually.TrueAsync(
            () => world.Results.DistinctBy(r => r.MessageId).Count() == 600,
            "every event is answered",
            TimeSpan.FromMinutes(2),
            () => DescribeAsync(world, broker));

        var journal = world.Vendors.Fengchao.Journal.Summarize();
        Assert.Equal((600, 600, 1), (journal.AppliedOrders, journal.OrdersSent, journal.MaxApplicationsOfOneOrder));
        Assert.All(
            world.Results.GroupBy(r => r.MessageId),
            repeats => Assert.Single(repeats.Select(r => r.Result).Distinct()));
    }

    private static async Task<string> DescribeAsync(SimulatedWorld world, RabbitMqServer broker) => string.Join(
        "; ",
        [
            $"{world.Results.Count} results",
            .. (await world.Ledger.CountAsync(TestContext.Current.CancellationToken)).Select(totals => $"{totals}"),
            .. world.Accounts.Select(account => $"{account}"),
            await broker.EvaluateAsync("[{amqqueue:get_name(Q), rabbit_amqqueue:info(Q, [messages, consumers, "
                + "state])} || Q <- rabbit_amqqueue:list()]."),
            broker.OutputTail(60),
        ]);
}
