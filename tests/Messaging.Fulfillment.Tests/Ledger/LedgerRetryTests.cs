using Messaging.Fulfillment.Ledger;
using Messaging.Testing;
using Microsoft.Extensions.Logging;

namespace Messaging.Fulfillment.Tests.Ledger;

public sealed class LedgerRetryTests : ILogger
{
    private readonly ManualTimeProvider _clock = new();
    private readonly List<(LogLevel Level, string Message)> _logged = [];
    private readonly LedgerRetry _retry;

    public LedgerRetryTests() => _retry = new LedgerRetry(Classify, _clock, this);

    [Fact]
    public async Task An_outage_is_waited_out_and_logged_once_at_its_start_and_once_at_its_end()
    {
        var started = _clock.GetUtcNow();
        var failures = 0;
        var running =
            _retry.RunAsync(_ => ++failures <= 12 ? throw new TimeoutException("gone") : Task.FromResult(7), default);
        Assert.Equal(new LedgerOutage(started, "gone"), _retry.Outage);

        while (!running.IsCompleted)
        {
            await Eventually.TrueAsync(() => running.IsCompleted || _clock.ActiveTimers == 1, "it waits");
            _clock.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(7, await running);
        Assert.Null(_retry.Outage);
        Assert.Equal([LogLevel.Error, LogLevel.Information], _logged.Select(entry => entry.Level));
        Assert.Contains("gone", _logged[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_wait_is_short_and_the_longest_bounded()
    {
        var failures = 0;
        var running = _retry.RunAsync<int>(_ => throw new TimeoutException($"{++failures}"), default);
        Assert.Equal(1, failures);

        _clock.Advance(TimeSpan.FromMilliseconds(49));
        Assert.Equal(1, failures);
        _clock.Advance(TimeSpan.FromMilliseconds(51));
        await Eventually.TrueAsync(() => failures == 2, "the second try");
        for (var i = 0; i < 30; i++)
        {
            await Eventually.TrueAsync(() => _clock.ActiveTimers == 1, "it waits");
            var before = failures;
            _clock.Advance(TimeSpan.FromSeconds(5));
            await Eventually.TrueAsync(() => failures > before, "it tries again within five seconds");
        }

        Assert.False(running.IsCompleted);
    }

    [Fact]
    public async Task A_conflict_is_tried_again_at_once_and_is_no_outage()
    {
        var tries = 0;

        Assert.Equal(
            3,
            await _retry.RunAsync(
                _ => ++tries < 3 ? throw new InvalidDataException() : Task.FromResult(tries), default));
        Assert.Empty(_logged);
    }

    [Fact]
    public async Task A_mistake_is_thrown_at_once()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => _retry.RunAsync<int>(_ => throw new InvalidOperationException("ours"), default));
        Assert.Null(_retry.Outage);
    }

    [Fact]
    public async Task A_wait_can_be_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var running = _retry.RunAsync<int>(_ => throw new TimeoutException(), cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private static LedgerFault Classify(Exception e) => e switch
    {
        TimeoutException => LedgerFault.Unreachable,
        InvalidDataException => LedgerFault.Conflict,
        _ => LedgerFault.Mistake,
    };

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter) =>
        _logged.Add((logLevel, formatter(state, exception)));
}
