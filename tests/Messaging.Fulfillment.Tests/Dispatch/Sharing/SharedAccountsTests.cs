using System.Collections.Concurrent;
using Messaging.Fulfillment.Dispatch;
using Messaging.Fulfillment.Dispatch.Limiting;
using Messaging.Fulfillment.Dispatch.Sharing;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Tests.Dispatch.Sharing;

/// <summary>
/// Several workers' limiters of one account, over records that they share; on the real clock, as what counts is that
/// they find each other.
/// </summary>
public sealed class SharedAccountsTests : IAsyncDisposable
{
    private static readonly TimeProvider Time = TimeProvider.System;
    private static readonly AccountKey Main = new("polyv", "MAIN");

    private readonly CancellationTokenSource _ended = new();
    private readonly LogLines _log = new();
    private readonly MemoryAccountStore _store = new(Time);
    private readonly List<Task> _running = [];
    private readonly TestLimits _limits = new() { CallsPerSecond = 1000, Burst = 100, MaxCallsInFlight = 4 };

    [Fact]
    public async Task Three_workers_send_no_more_calls_than_one()
    {
        var limits = new TestLimits { CallsPerSecond = 50, MaxCallsInFlight = 3 };
        var left = new ConcurrentQueue<long>();
        var began = Time.GetTimestamp();
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        var calls = Enumerable.Range(0, 3).Select(i => Worker($"w{i}", limits).Limiter).Select(async limiter =>
        {
            while (!stop.IsCancellationRequested)
            {
                using var permit = await limiter.AcquireAsync(stop.Token);
                left.Enqueue(Time.GetTimestamp());
            }
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(calls));

        var seconds = Time.GetElapsedTime(began, left.Max()).TotalSeconds;
        Assert.InRange(left.Count, seconds * 50 * 0.8, (seconds * 50) + 5);
    }

    [Fact]
    public async Task No_more_calls_are_in_flight_in_all_workers_than_allowed()
    {
        var limiters = Enumerable.Range(0, 3).Select(i => Worker($"w{i}").Limiter).ToList();
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        var inFlight = 0;
        var most = 0;
        var calls = limiters.SelectMany(limiter => Enumerable.Range(0, 4).Select(async _ =>
        {
            while (true)
            {
                using var permit = await limiter.AcquireAsync(stop.Token);
                var now = Interlocked.Increment(ref inFlight);
                lock (limiters)
                    most = Math.Max(most, now);
                await Task.Delay(TimeSpan.FromMilliseconds(5), Time);
                Interlocked.Decrement(ref inFlight);
            }
        }));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(calls));

        Assert.Equal(4, most);
    }

    [Fact]
    public async Task What_one_worker_is_refused_stops_the_others_and_one_probe_opens_the_account_for_all()
    {
        var (a, _) = Worker("a");
        var (b, heardB) = Worker("b");
        var (c, _) = Worker("c");
        Refuse(a);

        await UntilAsync(() => b.Status.Suspension is not null && c.Status.Suspension is not null, "all know");
        Assert.Equal(SuspensionCause.Account, b.Status.Suspension?.Cause);
        Assert.True(!heardB.IsEmpty);
        Assert.False(await c.TryContinueAsync(CancellationToken.None));

        var waiting = new[] { a, b, c }.Select(limiter => limiter.AcquireAsync(_ended.Token)).ToList();
        var probe = await await Task.WhenAny(waiting).WaitAsync(TimeSpan.FromSeconds(20));
        await Task.Delay(TimeSpan.FromMilliseconds(300), Time);
        Assert.True(probe.IsProbe);
        Assert.Equal(1, waiting.Count(call => call.IsCompleted));

        var prober = new[] { a, b, c }[waiting.FindIndex(call => call.IsCompleted)];
        Succeed(prober);
        probe.Dispose();

        var calls = await Task.WhenAll(waiting).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(1, calls.Count(call => call.IsProbe));
        Assert.All(new[] { a, b, c }, limiter => Assert.Null(limiter.Status.Suspension));
        Assert.Single(_log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_end_of_a_suspension_is_heard_by_a_worker_that_has_nothing_to_send()
    {
        var (a, _) = Worker("a");
        var (b, _) = Worker("b");
        Refuse(a);
        await UntilAsync(() => b.Status.Suspension is not null, "the other knows");

        using var probe = await a.AcquireAsync(_ended.Token);
        Succeed(a);

        await UntilAsync(() => b.Status.Suspension is null, "the other hears that it is over");
    }

    [Fact]
    public async Task A_worker_that_has_sent_nothing_knows_of_a_suspended_account_however_it_is_spelled()
    {
        var (a, _) = Worker("a");
        var idle = Shared("idle");
        Refuse(a);

        await UntilAsync(() => idle.Find("mAIN") is not null, "it is heard");
    }

    [Fact]
    public async Task A_time_that_the_vendor_named_is_over_for_all_without_a_call()
    {
        var (a, _) = Worker("a");
        var idle = Shared("idle");
        a.Record(new(CallFaultKind.RateLimited, null, "", TimeSpan.FromSeconds(3)), Time.GetUtcNow(), ["1"]);
        await UntilAsync(() => idle.Find("main") is not null, "it is heard");

        await UntilAsync(() => idle.Find("main") is null && a.Status.Suspension is null, "it is over");
    }

    [Fact]
    public async Task An_account_whose_record_another_worker_does_not_let_go_holds_up_no_other()
    {
        _store.Locked.Add(Main);
        var shared = Shared("w");
        var stuck = Limiter(shared, "main", _limits).Limiter.AcquireAsync(_ended.Token);

        using var other = await Limiter(shared, "other", _limits).Limiter
            .AcquireAsync(_ended.Token).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.False(stuck.IsCompleted);
        _store.Locked.Clear();

        (await stuck.WaitAsync(TimeSpan.FromSeconds(20))).Dispose();
    }

    [Fact]
    public async Task A_fault_is_said_and_the_calls_go_on()
    {
        _store.Fault = new InvalidOperationException("of the test");
        var (limiter, _) = Worker("w");

        (await limiter.AcquireAsync(_ended.Token).WaitAsync(TimeSpan.FromSeconds(20))).Dispose();

        Assert.Contains(_log.Lines, line => line.Contains("could not be shared", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_asked_for_without_the_lease()
    {
        var hasLease = false;
        var shared = Shared("w", () => hasLease);
        var call = Limiter(shared, "main", _limits).Limiter.AcquireAsync(_ended.Token);
        await Task.Delay(TimeSpan.FromMilliseconds(300), Time);
        Assert.False(call.IsCompleted);

        hasLease = true;

        (await call.WaitAsync(TimeSpan.FromSeconds(20))).Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await Task.WhenAll(_running);
        _ended.Dispose();
    }

    private static void Refuse(AccountLimiter limiter) =>
        limiter.Record(new(CallFaultKind.Account, "50", "no such account"), Time.GetUtcNow(), ["1"]);

    private static void Succeed(AccountLimiter limiter) => limiter.Record(fault: null, Time.GetUtcNow(), ["1"]);

    private static Task UntilAsync(Func<bool> condition, string what) => Eventually.TrueAsync(condition, what);

    private (AccountLimiter Limiter, ConcurrentQueue<bool> Heard) Worker(string name, VendorLimits? limits = null) =>
        Limiter(Shared(name), "main", limits ?? _limits);

    private SharedAccounts Shared(string worker, Func<bool>? hasLease = null)
    {
        var lease = Fake.Create<ILease>((_, _) => hasLease?.Invoke() ?? true);
        var shared =
            new SharedAccounts("polyv", _store.For(worker), lease, Time, _log.For<SharedAccounts>());
        _running.Add(shared.RunAsync(_ended.Token));
        return shared;
    }

    private (AccountLimiter Limiter, ConcurrentQueue<bool> Heard) Limiter(
        SharedAccounts shared, string account, VendorLimits limits)
    {
        var limiter = new AccountLimiter(
            "polyv",
            account,
            () => limits,
            () => null,
            new AsyncAutoResetEvent(),
            Time,
            () => 0,
            _log.For<AccountLimiter>(),
            shared.Open(account, () => limits, () => 2));
        var heard = new ConcurrentQueue<bool>();
        shared.Add(limiter, () => heard.Enqueue(true));
        return (limiter, heard);
    }
}
