using Messaging.Fulfillment.Results;
using Messaging.Fulfillment.Telemetry;
using Messaging.Fulfillment.Tests.Dispatch;
using Messaging.Testing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Messaging.Fulfillment.Tests.Results;

/// <summary>What is said of results that cannot be published.</summary>
public sealed class ResultOutageTests : IDisposable
{
    private readonly ManualTimeProvider _time = new(Orders.Noon);
    private readonly RecordingBus _bus = new();
    private readonly LogLines _log = new();
    private readonly FulfillmentMetrics _metrics;
    private readonly ResultOptions _options = new();

    public ResultOutageTests() => _metrics = TestMetrics.Create(_time);

    [Fact]
    public async Task What_cannot_be_published_is_known_with_its_reason_until_it_is()
    {
        _bus.OnPublish = (_, _) => Task.FromException(new InvalidOperationException("no broker"));
        var publisher = CreatePublisher();
        var publishing = publisher.PublishAsync(
            [(Succeeded("A"), default), (Succeeded("B"), default)], CancellationToken.None);
        await TimersAsync(1);
        _time.Advance(TimeSpan.FromSeconds(1));
        await TimersAsync(1);

        Assert.Equal(new ResultOutage(Orders.Noon, 2, "no broker"), Assert.Single(publisher.Outages));
        var health = await CheckHealthAsync(publisher);
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.StartsWith("2 results cannot be published since 2026-", health.Description, StringComparison.Ordinal);
        Assert.EndsWith("no broker", health.Description, StringComparison.Ordinal);

        _bus.OnPublish = (_, _) => Task.CompletedTask;
        await FinishAsync(publishing);
        Assert.Equal(HealthStatus.Healthy, (await CheckHealthAsync(publisher)).Status);
    }

    [Fact]
    public async Task A_confirm_that_did_not_come_in_time_is_told_as_that()
    {
        _options.ConfirmTimeout = TimeSpan.FromSeconds(5);
        _bus.OnPublish = (_, _) => new TaskCompletionSource().Task;
        using var stop = new CancellationTokenSource();
        var publisher = CreatePublisher();
        var publishing = publisher.PublishAsync([(Succeeded("A"), default)], stop.Token);
        await TimersAsync(1);

        _time.Advance(TimeSpan.FromSeconds(5));
        await Eventually.TrueAsync(() => publisher.Outages.Count == 1, "it is noticed");

        Assert.Equal("The broker has not confirmed within 00:00:05.", publisher.Outages[0].Reason);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => publishing);
        Assert.Empty(publisher.Outages);
    }

    [Fact]
    public void A_line_at_the_start_says_which_way_is_taken()
    {
        CreatePublisher();

        Assert.Equal("Information Results are published through the bus", Assert.Single(_log.Lines));
    }

    public void Dispose() => _metrics.Dispose();

    private static Task<HealthCheckResult> CheckHealthAsync(ResultPublisher publisher) =>
        new ResultHealthCheck(publisher).CheckHealthAsync(new(), TestContext.Current.CancellationToken);

    private ResultPublisher CreatePublisher() =>
        _bus.CreatePublisher(_metrics, _time, _log.For<ResultPublisher>(), _options);

    private async Task FinishAsync(Task publishing)
    {
        await Eventually.TrueAsync(
            () =>
            {
                if (!publishing.IsCompleted)
                    _time.Advance(TimeSpan.FromMilliseconds(100));
                return publishing.IsCompleted;
            },
            "all are published");
        await publishing;
    }

    private Task TimersAsync(int count) =>
        Eventually.TrueAsync(() => _time.ActiveTimers == count, $"{count} timers are set");

    private static ResultEvent Succeeded(string orderNo) =>
        ResultEvents.CreateSucceeded(Orders.Entry(orderNo), 1, requestId: null, Orders.Noon);
}
