using Messaging.Fulfillment.Ledger;
using Messaging.Testing;
using Microsoft.Extensions.Logging;

namespace Messaging.Fulfillment.Tests.Ledger;

public sealed class LedgerRetryTests : ILogger
{
    private readonly ManualTimeProvider _clock = new();
    private readonly List<(LogLevel Level, string Message)> _logged = [];
    private readonly LedgerRetry _retry;
    private int _disconnects;

    public LedgerRetryTests() => _retry = new LedgerRetry(Classify, () => _disconnects++, _clock, this);

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
    public async Task Of_those_who_asked_at_the_same_time_one_disconnects_and_who_asks_later_does_again()
    {
        using var cancellation = new CancellationTokenSource();
        var first = new TaskCompletionSource<int>();
        var second = new TaskCompletionSource<int>();
        Task[] running =
        [
            _retry.RunAsync(_ => first.Task, cancellation.Token),
            _retry.RunAsync(_ => second.Task, cancellation.Token),
        ];
        _clock.Advance(TimeSpan.FromSeconds(1));

        first.SetException(new TimeoutException("gone"));
        await Eventually.TrueAsync(() => _disconnects == 1, "what was connected is dropped");
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        second.SetException(new TimeoutException("gone"));
        await Eventually.TrueAsync(() => _clock.ActiveTimers == 2, "both wait");
        Assert.Equal(1, _disconnects);

        _clock.Advance(TimeSpan.FromMilliseconds(100));
        await Eventually.TrueAsync(() => _disconnects > 1, "what was connected since is dropped in its turn");
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(running));
    }

    [Fact]
    public async Task An_outage_lasts_until_all_that_failed_has_succeeded_and_names_the_latest_reason()
    {
        var started = _clock.GetUtcNow();
        var reason = "no connection";
        var running =
            _retry.RunAsync(_ => reason is { } r ? throw new TimeoutException(r) : Task.FromResult(7), default);
        reason = "the disk is full";
        _clock.Advance(TimeSpan.FromSeconds(5));
        await Eventually.TrueAsync(
            () => _retry.Outage == new LedgerOutage(started, reason), "the latest reason is shown");

        // What only reads succeeds meanwhile.
        Assert.Equal(1, await _retry.RunAsync(_ => Task.FromResult(1), default));
        Assert.NotNull(_retry.Outage);
        Assert.Single(_logged);

        reason = null;
        while (!running.IsCompleted)
        {
            await Eventually.TrueAsync(() => running.IsCompleted || _clock.ActiveTimers == 1, "it waits");
            _clock.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Null(_retry.Outage);
        Assert.Equal(2, _logged.Count);
    }

    [Fact]
    public async Task An_outage_outlasts_those_who_gave_up_waiting_and_ends_with_the_next_success()
    {
        using var cancellation = new CancellationTokenSource();
        var running = _retry.RunAsync<int>(_ => throw new TimeoutException(), cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.NotNull(_retry.Outage);

        await _retry.RunAsync(_ => Task.FromResult(1), default);

        Assert.Null(_retry.Outage);
    }

    [Fact]
    public async Task A_database_that_answers_nothing_for_three_seconds_cannot_be_reached()
    {
        var asked = _clock.GetUtcNow();
        var answer = new TaskCompletionSource<int>();
        var running = _retry.RunAsync(_ => answer.Task, default);
        _clock.Advance(TimeSpan.FromSeconds(2));
        // Another is answered: this one is slow, and the database is there.
        await _retry.RunAsync(_ => Task.FromResult(1), default);
        _clock.Advance(TimeSpan.FromSeconds(2.9));
        Assert.Null(_retry.Outage);

        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(
            new LedgerOutage(asked + TimeSpan.FromSeconds(2), "It has not answered for 3 s"), _retry.Outage);

        answer.SetResult(7);
        Assert.Equal(7, await running);
        Assert.Null(_retry.Outage);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Null(_retry.Outage);
    }

    [Fact]
    public async Task What_was_connected_is_dropped_after_a_failure_of_the_database_and_only_then()
    {
        using var cancellation = new CancellationTokenSource();
        var tries = 0;
        await _retry.RunAsync(_ => ++tries < 3 ? throw new InvalidDataException() : Task.FromResult(tries), default);
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => _retry.RunAsync<int>(_ => throw new InvalidOperationException("ours"), default));
        Assert.Equal(0, _disconnects);

        var running = _retry.RunAsync<int>(_ => throw new TimeoutException(), cancellation.Token);

        Assert.Equal(1, _disconnects);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
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
