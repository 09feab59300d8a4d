using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Results;
using Messaging.Fulfillment.Telemetry;
using Messaging.Fulfillment.Tests.Dispatch;
using Messaging.Testing;

namespace Messaging.Fulfillment.Tests.Results;

public sealed class OutboxRelayTests : IDisposable
{
    private readonly ManualTimeProvider _time = new(Orders.Noon);
    private readonly RecordingBus _bus = new();
    private readonly LogLines _log = new();
    private readonly FulfillmentMetrics _metrics;
    private readonly Queue<IReadOnlyList<StoredResult>> _left = [];
    private readonly List<IReadOnlyList<Guid>> _marked = [];

    public OutboxRelayTests() => _metrics = TestMetrics.Create(_time);

    [Fact]
    public async Task Results_that_nobody_publishes_are_published_and_marked_until_there_are_none()
    {
        var first = new[] { Stored("A"), Stored("B") };
        var second = new[] { Stored("C") };
        _left.Enqueue(first);
        _left.Enqueue(second);

        await Relay().PublishAsync(CancellationToken.None);

        Assert.Equal(["A", "B", "C"], _bus.Published.Select(result => result.OrderNo));
        Assert.Equal([[.. first.Select(result => result.EventId)], [second[0].EventId]], _marked);
    }

    [Fact]
    public async Task What_could_not_be_published_is_not_marked()
    {
        _left.Enqueue([Stored("A")]);
        _bus.OnPublish = (_, _) => Task.FromException(new InvalidOperationException("no broker"));
        using var stop = new CancellationTokenSource();

        var relaying = Relay().PublishAsync(stop.Token);
        await Eventually.TrueAsync(() => _time.ActiveTimers == 1, "it waits for its next try");
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => relaying);
        Assert.Empty(_marked);
    }

    public void Dispose() => _metrics.Dispose();

    private OutboxRelay Relay() => new(
        Fake.Create<ILedger>(Answer),
        _bus.CreatePublisher(_metrics, _time, _log.For<ResultPublisher>()),
        _log.For<OutboxRelay>());

    private object Answer(string method, object?[] arguments)
    {
        if (method == nameof(ILedger.TakeUnpublishedAsync))
            return Task.FromResult(_left.TryDequeue(out var results) ? results : []);
        _marked.Add((IReadOnlyList<Guid>)arguments[0]!);
        return Task.CompletedTask;
    }

    private static StoredResult Stored(string orderNo) =>
        ResultEvents.CreateSucceeded(Orders.Entry(orderNo), 1, requestId: null, Orders.Noon).Stored;
}
