using MassTransit;
using Messaging.Fulfillment.Intake.RabbitMq;
using Messaging.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messaging.Fulfillment.Tests.Intake.RabbitMq;

public sealed class EndpointWatchdogTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new();
    private readonly List<string> _calls = [];
    private readonly EndpointWatchdog _watchdog;
    private bool _readyOnStart;

    public EndpointWatchdogTests() => _watchdog = new(_time, NullLogger<EndpointWatchdog>.Instance);

    public async ValueTask InitializeAsync()
    {
        await _watchdog.StartAsync(CancellationToken.None);
        await Eventually.TrueAsync(() => _time.ActiveTimers == 1, "it watches");
    }

    public async ValueTask DisposeAsync()
    {
        await _watchdog.StopAsync(CancellationToken.None);
        _watchdog.Dispose();
    }

    [Fact]
    public async Task An_endpoint_that_lost_its_connection_and_falls_silent_is_started_again()
    {
        await _watchdog.Faulted(Told<ReceiveEndpointFaulted>());
        Pass(EndpointWatchdog.Timeout - TimeSpan.FromSeconds(1));
        Assert.Empty(_calls);

        Pass(TimeSpan.FromSeconds(6));

        await Eventually.TrueAsync(() => _calls.Count == 2, "it was started again");
        Assert.Equal(["Stop", "Start"], _calls);
    }

    [Fact]
    public async Task One_that_still_tries_is_left_alone()
    {
        for (var i = 0; i < 5; i++)
        {
            await _watchdog.Faulted(Told<ReceiveEndpointFaulted>());
            Pass(EndpointWatchdog.Timeout - TimeSpan.FromSeconds(6));
        }

        Assert.Empty(_calls);
    }

    [Fact]
    public async Task One_that_came_back_is_left_alone()
    {
        await _watchdog.Faulted(Told<ReceiveEndpointFaulted>());
        await _watchdog.Ready(Told<ReceiveEndpointReady>());

        Pass(TimeSpan.FromMinutes(5));

        Assert.Empty(_calls);
    }

    [Fact]
    public async Task One_that_was_stopped_is_left_alone()
    {
        await _watchdog.Stopping(Told<ReceiveEndpointStopping>());
        await _watchdog.Completed(Told<ReceiveEndpointCompleted>());

        Pass(TimeSpan.FromMinutes(5));

        Assert.Empty(_calls);
    }

    [Fact]
    public async Task One_that_does_not_come_back_is_started_once_more()
    {
        await _watchdog.Faulted(Told<ReceiveEndpointFaulted>());
        Pass(EndpointWatchdog.Timeout + TimeSpan.FromSeconds(5));
        await Eventually.TrueAsync(() => _calls.Count == 2, "it was started again");

        Pass(EndpointWatchdog.Timeout + TimeSpan.FromSeconds(5));

        await Eventually.TrueAsync(() => _calls.Count == 4, "it was started once more");
    }

    [Fact]
    public async Task One_that_is_ready_as_soon_as_it_is_started_is_left_alone_again()
    {
        _readyOnStart = true;
        await _watchdog.Faulted(Told<ReceiveEndpointFaulted>());
        Pass(EndpointWatchdog.Timeout + TimeSpan.FromSeconds(5));
        await Eventually.TrueAsync(() => _calls.Count == 2, "it was started again");

        Pass(TimeSpan.FromMinutes(5));

        Assert.Equal(2, _calls.Count);
    }

    [Fact]
    public async Task The_applications_own_endpoints_are_its_own_business()
    {
        await _watchdog.Faulted(Told<ReceiveEndpointFaulted>("rabbitmq://localhost/my-results"));

        Pass(TimeSpan.FromMinutes(5));

        Assert.Empty(_calls);
    }

    private void Pass(TimeSpan time)
    {
        for (var left = time; left > TimeSpan.Zero; left -= TimeSpan.FromSeconds(1))
            _time.Advance(TimeSpan.FromSeconds(1));
    }

    private T Told<T>(string address = "rabbitmq://localhost/fulfillment-polyv")
        where T : class => Fake.Create<T>((method, _) => method switch
        {
            "get_InputAddress" => new Uri(address),
            "get_ReceiveEndpoint" => Fake.Create<IReceiveEndpoint>(Note),
            _ => null,
        });

    private object? Note(string method, object?[] arguments)
    {
        if (method is "Start" && _readyOnStart)
            _ = _watchdog.Ready(Told<ReceiveEndpointReady>());
        _calls.Add(method);
        return method is "Stop" ? Task.CompletedTask : null;
    }
}
