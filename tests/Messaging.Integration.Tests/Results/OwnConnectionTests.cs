using System.Diagnostics;
using Messaging.Fulfillment.Results;
using Messaging.Testing;
using Messaging.Testing.Network;
using RabbitMQ.Client.Exceptions;

namespace Messaging.Integration.Tests.Results;

/// <summary>
/// Results on a connection of their own: what the broker says of each, and what a network does to them.
/// </summary>
public sealed class OwnConnectionTests(RabbitMqFixture rabbitMq)
{
    private static readonly TimeSpan ConfirmTimeout = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task A_result_without_a_queue_is_dropped_unless_a_subscriber_is_required()
    {
        await using var scene = await ResultScene.StartAsync(await rabbitMq.CreateVirtualHostAsync());

        Assert.Null(Assert.Single(await PublishAsync(scene, ResultScene.Succeeded("F1"))));
    }

    [Fact]
    public async Task A_result_that_is_given_back_is_told_from_those_beside_it()
    {
        await using var scene = await ResultScene.StartAsync(
            await rabbitMq.CreateVirtualHostAsync(), new() { RequireSubscriber = true });
        await scene.SubscribeAsync();
        await scene.Channel.QueueUnbindAsync("seen-results", "fulfillment-failed", "");

        var faults = await PublishAsync(
            scene, ResultScene.Succeeded("F1"), ResultScene.Failed("F2"), ResultScene.Succeeded("F3"));

        Assert.Null(faults[0]);
        Assert.Contains("No queue is bound to fulfillment-failed", faults[1]!.Message, StringComparison.Ordinal);
        Assert.Null(faults[2]);
        await scene.Channel.QueueBindAsync("seen-results", "fulfillment-failed", "");
        Assert.Null(Assert.Single(await PublishAsync(scene, ResultScene.Failed("F2"))));
    }

    [Fact]
    public async Task A_result_that_the_broker_refuses_is_told_from_those_beside_it()
    {
        await using var scene = await ResultScene.StartAsync(await rabbitMq.CreateVirtualHostAsync());
        await scene.SubscribeAsync(new() { ["x-max-length"] = 1, ["x-overflow"] = "reject-publish" }, read: false);

        var faults = await PublishAsync(scene, ResultScene.Succeeded("F1"), ResultScene.Succeeded("F2"));

        Assert.Contains("nack", Assert.Single(faults, fault => fault is not null)!.Message, StringComparison.Ordinal);
        await scene.Channel.QueuePurgeAsync("seen-results");
        Assert.Null(Assert.Single(await PublishAsync(scene, ResultScene.Succeeded("F2"))));
    }

    [Fact]
    public async Task An_exchange_that_is_deleted_is_declared_again()
    {
        await using var scene = await ResultScene.StartAsync(await rabbitMq.CreateVirtualHostAsync());
        Assert.Null(Assert.Single(await PublishAsync(scene, ResultScene.Succeeded("F1"))));
        await scene.Channel.ExchangeDeleteAsync("fulfillment-succeeded");

        var fault = Assert.Single(await PublishAsync(scene, ResultScene.Succeeded("F2")));

        Assert.Contains("NOT_FOUND", fault!.Message, StringComparison.Ordinal);
        Assert.Null(Assert.Single(await PublishAsync(scene, ResultScene.Succeeded("F2"))));
    }

    [Fact]
    public async Task A_silent_broker_is_not_waited_for_for_ever_and_another_connection_serves()
    {
        await using var scene = await ResultScene.StartAsync(await rabbitMq.CreateVirtualHostAsync());
        await scene.SubscribeAsync();
        Assert.Null(Assert.Single(await PublishAsync(scene, ResultScene.Succeeded("F0"))));

        scene.Network.Begin(NetworkFault.HalfOpen);
        var started = Stopwatch.GetTimestamp();
        Assert.NotNull(Assert.Single(await PublishAsync(scene, ResultScene.Succeeded("F1"))));
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, ConfirmTimeout * 3);

        await UntilPublishedAsync(scene, [ResultScene.Succeeded("F2")]);
    }

    [Theory]
    [InlineData(NetworkFault.Reset)]
    [InlineData(NetworkFault.HalfOpen)]
    [InlineData(NetworkFault.Drop)]
    public async Task Nothing_is_lost_and_what_comes_twice_has_the_same_id(NetworkFault fault)
    {
        await using var scene = await ResultScene.StartAsync(await rabbitMq.CreateVirtualHostAsync());
        await scene.SubscribeAsync();
        var results = Enumerable.Range(0, 3000).Select(i => ResultScene.Succeeded($"F{i}")).ToList();

        // Several publish at once, as the vendors do.
        var publishing = results.Chunk(1000).Select(some => UntilPublishedAsync(scene, some)).ToArray();
        await Eventually.TrueAsync(() => scene.Seen.Count > 300, "it is in the middle");
        scene.Network.Begin(fault);
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
        scene.Network.Restore();
        await Task.WhenAll(publishing).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        var ids = results.Select(result => result.Message.EventId.ToString()).Order(StringComparer.Ordinal);
        await Eventually.TrueAsync(
            () => scene.Seen.DistinctBy(seen => seen.Properties.MessageId).Count() == results.Count, "all have come");
        Assert.Equal(
            ids, scene.Seen.Select(seen => seen.Properties.MessageId!).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_cannot_connect_says_why()
    {
        await using var scene = await ResultScene.StartAsync(await rabbitMq.CreateVirtualHostAsync());
        await scene.Network.DisposeAsync();

        Assert.IsType<BrokerUnreachableException>(
            Assert.Single(await PublishAsync(scene, ResultScene.Succeeded("F1"))));
    }

    private static async Task<IReadOnlyList<Exception?>> PublishAsync(ResultScene scene, params ResultEvent[] results)
    {
        using var timeout = new CancellationTokenSource(ConfirmTimeout, TimeProvider.System);
        return await scene.Own.PublishAsync(
            [.. results.Select(result => (result, default(ActivityContext)))], timeout.Token);
    }

    /// <summary>Publishes groups of a hundred, each until the broker has it.</summary>
    private static async Task UntilPublishedAsync(ResultScene scene, ResultEvent[] results)
    {
        foreach (var group in results.Chunk(100))
        {
            for (var left = group; left.Length > 0;)
            {
                var faults = await PublishAsync(scene, left);
                left = [.. left.Where((_, i) => faults[i] is not null)];
            }
        }
    }
}
