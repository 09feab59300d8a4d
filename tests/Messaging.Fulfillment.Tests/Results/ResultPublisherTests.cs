using System.Diagnostics;
using System.Globalization;
using MassTransit;
using Messaging.Contracts;
using Messaging.Fulfillment.Results;
using Messaging.Fulfillment.Telemetry;
using Messaging.Fulfillment.Tests.Dispatch;
using Messaging.Testing;

namespace Messaging.Fulfillment.Tests.Results;

public sealed class ResultPublisherTests : IDisposable
{
    private readonly ManualTimeProvider _time = new(Orders.Noon);
    private readonly RecordingBus _bus = new();
    private readonly LogLines _log = new();
    private readonly FulfillmentMetrics _metrics;
    private readonly ResultOptions _options = new();

    public ResultPublisherTests() => _metrics = TestMetrics.Create(_time);

    [Fact]
    public async Task A_bounded_number_of_results_is_in_flight()
    {
        _options.MaxResultsInFlight = 2;
        var confirm = new TaskCompletionSource();
        var inFlight = 0;
        _bus.OnPublish = (_, _) =>
        {
            inFlight++;
            return confirm.Task;
        };

        var publishing = PublishAsync("A", "B", "C");

        Assert.Equal(2, inFlight);
        confirm.SetResult();
        await publishing.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(3, _bus.Published.Count);
    }

    [Fact]
    public async Task After_a_failure_one_result_goes_ahead_of_the_rest()
    {
        var isAway = true;
        var asked = new List<string>();
        _bus.OnPublish = (result, _) =>
        {
            lock (asked)
                asked.Add(result.OrderNo);
            return isAway ? Task.FromException(new InvalidOperationException("no broker")) : Task.CompletedTask;
        };
        var publishing = PublishAsync("A", "B", "C");
        await TimersAsync(1);
        Assert.Equal(["A", "B", "C"], asked);

        _time.Advance(TimeSpan.FromMilliseconds(100));
        await TimersAsync(1);
        Assert.Equal(["A", "B", "C", "A"], asked);
        isAway = false;
        await FinishAsync(publishing);

        // Another result goes first the second time, in case A is the one that cannot be published.
        Assert.Equal(["A", "B", "C", "A", "B", "C", "A"], asked);
        Assert.Equal(3, _bus.Published.Count);
    }

    [Fact]
    public async Task What_was_confirmed_before_a_failure_is_not_published_again()
    {
        var failures = 1;
        _bus.OnPublish = (result, _) => result.OrderNo is "B" && failures-- > 0
            ? Task.FromException(new InvalidOperationException("nack"))
            : Task.CompletedTask;

        await FinishAsync(PublishAsync("A", "B", "C"));

        Assert.Equal(["A", "C", "B"], _bus.Published.Select(result => result.OrderNo));
    }

    [Fact]
    public async Task A_confirm_that_never_comes_is_not_waited_for_for_ever()
    {
        _options.ConfirmTimeout = TimeSpan.FromSeconds(5);
        var hangs = true;
        _bus.OnPublish = (_, _) => hangs ? new TaskCompletionSource().Task : Task.CompletedTask;
        var publishing = PublishAsync("A");
        await TimersAsync(1);

        hangs = false;
        _time.Advance(TimeSpan.FromMilliseconds(4_999));
        Assert.Empty(_bus.Published);
        await FinishAsync(publishing);

        Assert.Single(_bus.Published);
    }

    [Fact]
    public async Task A_result_that_no_queue_is_bound_for_is_kept_and_the_others_go_on()
    {
        _options.RequireSubscriber = true;
        var isBound = false;
        _bus.OnPublish = (result, _) => result is FulfillmentFailed && !isBound
            ? Task.FromException(new MessageReturnedException("NO_ROUTE"))
            : Task.CompletedTask;
        List<(ResultEvent, ActivityContext)> results =
            [(Failed("A"), default), (Succeeded("B"), default), (Succeeded("C"), default)];
        var publishing = CreatePublisher().PublishAsync(results, CancellationToken.None);

        await Eventually.TrueAsync(() => Tick(() => _bus.Published.Count == 2), "the others are published");
        Assert.False(publishing.IsCompleted);
        isBound = true;
        await FinishAsync(publishing);

        Assert.Equal(["B", "C", "A"], _bus.Published.Select(result => result.OrderNo));
    }

    [Fact]
    public async Task The_pauses_between_tries_grow_up_to_five_seconds()
    {
        _bus.OnPublish = (_, _) => Task.FromException(new InvalidOperationException("no broker"));
        using var stop = new CancellationTokenSource();
        var publishing = CreatePublisher().PublishAsync([(Succeeded("A"), default)], stop.Token);

        for (var i = 0; i < 20; i++)
        {
            await TimersAsync(1);
            _time.Advance(TimeSpan.FromSeconds(5));
        }

        // The first line says which way is taken.
        var pauses = _log.Lines.Skip(1)
            .Select(line => TimeSpan.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture))
            .ToList();
        Assert.InRange(pauses[0], TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(100));
        Assert.InRange(pauses[^1], TimeSpan.FromSeconds(2.5), TimeSpan.FromSeconds(5));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => publishing);
    }

    public void Dispose() => _metrics.Dispose();

    private Task PublishAsync(params string[] orderNos) =>
        CreatePublisher().PublishAsync(
            [.. orderNos.Select(no => (Succeeded(no), default(ActivityContext)))], CancellationToken.None);

    private ResultPublisher CreatePublisher() =>
        _bus.CreatePublisher(_metrics, _time, _log.For<ResultPublisher>(), _options);

    private async Task FinishAsync(Task publishing)
    {
        await Eventually.TrueAsync(() => Tick(() => publishing.IsCompleted), "all are published");
        await publishing;
    }

    /// <summary>Moves the clock on unless a condition holds.</summary>
    private bool Tick(Func<bool> condition)
    {
        if (condition())
            return true;
        _time.Advance(TimeSpan.FromMilliseconds(100));
        return false;
    }

    private Task TimersAsync(int count) =>
        Eventually.TrueAsync(() => _time.ActiveTimers == count, $"{count} timers are set");

    private static ResultEvent Succeeded(string orderNo) =>
        ResultEvents.CreateSucceeded(Orders.Entry(orderNo), 1, requestId: null, Orders.Noon);

    private static ResultEvent Failed(string orderNo) => ResultEvents.CreateFailed(
        Orders.Entry(orderNo), new Failure(
            FailureReason.RejectedByVendor, "no", CanRetry: false), 1, requestId: null, Orders.Noon);
}
