using System.Text;
using Messaging.Chaos.Orders;
using Messaging.Chaos.Results;
using Messaging.Chaos.Service;
using Messaging.Chaos.Vendors;
using Messaging.Contracts;
using Messaging.Testing;
using Messaging.Testing.Service;
using RabbitMQ.Client;

namespace Messaging.Integration.Tests.Service;

/// <summary>A publisher sends what no order event can be, on a broker that takes it.</summary>
public sealed class LargeMessageTests(RabbitMqFixture rabbitMq, PostgresFixture postgres)
{
    private const int Mebibyte = 1024 * 1024;
    private const string Exchange = "order-shipped";

    /// <summary>The broker writes all of it to its disk first, which others may be using.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(3);

    private static readonly VendorAccount[] Accounts = [.. VendorAccount.Several(1)];

    /// <summary>All of them together would be half a gigabyte.</summary>
    [Fact]
    public async Task A_hundred_large_messages_pass_through_a_small_heap() =>
        await SurviveAsync(count: 100, size: 5 * Mebibyte, heap: 128 * Mebibyte);

    [Fact]
    public async Task A_message_larger_than_the_client_takes_by_default_does_not_cut_the_connection() =>
        await SurviveAsync(count: 1, size: 70 * Mebibyte, heap: 512 * Mebibyte);

    /// <summary>Returns once none of them is left in the queue, and the orders behind them are done.</summary>
    private async Task SurviveAsync(int count, int size, int heap)
    {
        var broker = await rabbitMq.CreateVirtualHostAsync();
        await using var world = await VendorWorld.StartAsync(Accounts);
        await using var collector = await ResultCollector.StartAsync(broker);
        await using var worker = new PrivateProgram(
            Path.Combine(AppContext.BaseDirectory, "Messaging.Worker.dll"),
            [
                .. ServiceSettings.For(
                    broker, new("postgres", await postgres.CreateDatabaseAsync()), world.Address, Accounts),
                new("Vendors:Fengchao:ConcurrentBatches", "8"),
                new("DOTNET_GCHeapHardLimit", FormattableString.Invariant($"{heap:x}")),
            ]);
        await worker.StartAsync();
        await Queues.WaitAsync(broker, worker);
        await worker.StopAsync();

        // So the broker sends all of them at once.
        await PublishAsync(broker, count, size);
        await using var publisher = new OrderPublisher(broker);
        IOrderEvent[] orders = [.. Enumerable.Range(0, 20).Select(i => Events.Shipped($"F{i}", "a0"))];
        await publisher.PublishAsync(orders, TimeSpan.Zero);
        await worker.StartAsync();

        await Eventually.TrueAsync(
            () => collector.Results.Values.Count(received => received.Failed is null) == orders.Length,
            "the orders behind them are done",
            Timeout);
        await Eventually.TrueAsync(
            async () => await Queues.CountWaitingAsync(broker) == 0, "none of them is left in the queue", Timeout);
    }

    private static async Task PublishAsync(string broker, int count, int size)
    {
        await using var connection = await new ConnectionFactory { Uri = new(broker) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        var body = Encoding.ASCII.GetBytes(new string('x', size));
        var properties = new BasicProperties { Persistent = true };
        for (var i = 0; i < count; i++)
            await channel.BasicPublishAsync(Exchange, "", mandatory: true, properties, body);
    }
}
