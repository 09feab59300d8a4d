using MassTransit;
using MassTransit.Testing;
using Messaging.Contracts;
using Messaging.Fulfillment;
using Messaging.Fulfillment.Vendors.Fengchao;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Seller.Tests;

public sealed class ResultConsumerTests
{
    // The harness gives up waiting when nothing has happened for so long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_result_that_comes_twice_counts_once()
    {
        await using var provider = new ServiceCollection()
            .AddSingleton<Orders>()
            .AddMassTransitTestHarness(x =>
            {
                x.SetTestTimeouts(testInactivityTimeout: Patience);
                x.AddConsumer<ResultConsumer, ResultConsumerDefinition>();
            })
            .BuildServiceProvider(validateScopes: true);
        var harness = await provider.StartTestHarness();
        var failed = Failed(Guid.NewGuid());

        await PublishAsync(harness, failed);
        await PublishAsync(harness, failed with { Reason = FailureReason.Expired });

        var orders = provider.GetRequiredService<Orders>();
        Assert.Equal("failed (RejectedByVendor)", Assert.Single(orders.Outcomes).Value);
    }

    /// <summary>The service itself beside one's own consumer, on the harness's bus.</summary>
    [Fact]
    public async Task An_order_without_a_carrier_is_answered_and_never_sent()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Ledger:ConnectionString"] = "Data Source=:memory:",
            ["Vendors:Fengchao:BaseUrl"] = "http://127.0.0.1:9",
            ["Vendors:Fengchao:Accounts:main:AppId"] = "app",
            ["Vendors:Fengchao:Accounts:main:AppSecret"] = "secret",
            ["Vendors:Fengchao:Accounts:main:SellerNick"] = "shop",
        }).Build();
        await using var provider = new ServiceCollection()
            .AddSingleton<Orders>()
            .AddMassTransitTestHarness(x =>
            {
                x.SetTestTimeouts(testInactivityTimeout: Patience);
                x.AddConsumer<ResultConsumer, ResultConsumerDefinition>();
                x.AddFulfillment(configuration, vendors => vendors.AddFengchao());
            })
            .BuildServiceProvider(validateScopes: true);
        var harness = await provider.StartTestHarness();
        var order = new OrderShipped
        {
            EventId = Guid.NewGuid(),
            OrderNo = "4948795729456854758",
            OccurredAt = DateTimeOffset.UnixEpoch,
        };

        await OrderPublisher.PublishAsync(harness.Bus, order);
        Assert.True(await harness.Consumed.Any<FulfillmentFailed>(
            result => result.Context.Message.OrderEventId == order.EventId, harness.CancellationToken));

        Assert.Equal("failed (InvalidEvent)", provider.GetRequiredService<Orders>().Outcomes[order.EventId]);
    }

    private static async Task PublishAsync(ITestHarness harness, FulfillmentFailed result)
    {
        await harness.Bus.Publish(result, harness.CancellationToken);
        Assert.True(await harness.Consumed.Any<FulfillmentFailed>(
            consumed => consumed.Context.Message == result, harness.CancellationToken));
    }

    private static FulfillmentFailed Failed(Guid eventId) => new()
    {
        EventId = eventId,
        OrderEventId = Guid.NewGuid(),
        OrderEventType = nameof(OrderShipped),
        OrderNo = "4948795729456854758",
        Vendor = "fengchao",
        Attempts = 1,
        SettledAt = DateTimeOffset.UnixEpoch,
        Reason = FailureReason.RejectedByVendor,
        Message = "fengchao rejected it.",
        CanRetry = false,
    };
}
