using System.Text.Json;
using Messaging.Chaos.Service;
using Messaging.Chaos.Vendors;
using Messaging.Fulfillment.Ledger;
using Messaging.Testing;
using Messaging.Testing.Ledger;
using Messaging.Testing.Service;

namespace Messaging.Integration.Tests.Fleet;

/// <summary>A worker that is told to stop at a bad moment.</summary>
public sealed class StopTests(PostgresFixture postgres)
{
    private static readonly VendorAccount[] Accounts = [.. VendorAccount.Several(1)];
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Told_to_stop_before_it_has_reached_the_broker_it_keeps_no_order()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var ledger = LedgerHost.Build("postgres", database, TimeProvider.System);
        await ledger.OpenAsync(Token);
        var order = await AddDueAsync(ledger);
        await using var world = await VendorWorld.StartAsync(Accounts);
        await using var worker = new PrivateProgram(
            Path.Combine(AppContext.BaseDirectory, "Messaging.Worker.dll"),
            ServiceSettings.For(
                FormattableString.Invariant($"amqp://127.0.0.1:{FreePort.Next()}"),
                new("postgres", database),
                world.Address,
                Accounts));

        await worker.StartAsync();
        await Eventually.TrueAsync(
            async () => (await FindAsync(ledger, order)).Owner is not null, "the worker owns the order or its result");
        await worker.StopAsync();

        Assert.Null((await FindAsync(ledger, order)).Owner);
    }

    private static async Task<OrderEntry> AddDueAsync(ILedger ledger)
    {
        var shipped = Events.Shipped("S1", Accounts.Single(account => account.Vendor is "fengchao").Name);
        var order = new OrderEntry
        {
            EventId = shipped.EventId,
            EventType = "OrderShipped",
            Vendor = "fengchao",
            Account = shipped.Account!,
            OrderNo = shipped.OrderNo,
            OccurredAt = shipped.OccurredAt,
            ReceivedAt = TimeProvider.System.GetUtcNow(),
            Payload = JsonSerializer.Serialize(shipped, JsonSerializerOptions.Web),
        };
        await ledger.ClaimAsync([order], new(RecordsSendIntent: false, OnHold: [order.Account]), Token);
        return order;
    }

    private static async Task<OrderStatus> FindAsync(ILedger ledger, OrderEntry order) =>
        Assert.Single(await ledger.FindAsync(order.OrderNo, Token));
}
