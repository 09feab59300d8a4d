using System.Collections.Concurrent;
using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch;
using Messaging.Fulfillment.Dispatch.Calls;
using Messaging.Fulfillment.Dispatch.Limiting;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;
using Messaging.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messaging.Fulfillment.Tests.Dispatch.Calls;

public sealed class VendorCallerTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new(Orders.Noon);
    private readonly TestLimits _limits =
        new() { CallsPerSecond = 100_000, Burst = 100_000, QuickRetryDelay = TimeSpan.FromMilliseconds(1) };
    private readonly ConcurrentDictionary<string, OrderOutcome> _outcomes = new();
    private readonly Dictionary<string, UnsentReason> _unsent = [];
    private readonly TestParts _parts = new();

    public async ValueTask InitializeAsync() => await _parts.OpenLedgerAsync(_time);

    public ValueTask DisposeAsync() => _parts.DisposeAsync();

    [Theory]
    [InlineData(CallFaultKind.NotSent)]
    [InlineData(CallFaultKind.Unavailable)]
    [InlineData(CallFaultKind.RateLimited)]
    [InlineData(CallFaultKind.Unknown)]
    public async Task A_transient_failure_is_repeated_at_once(CallFaultKind kind)
    {
        var failures = 2;
        var adapter = new ScriptedAdapter
        {
            Answer = (call, _) => Task.FromResult(
                failures-- > 0 ? ScriptedAdapter.Failed(call, kind) : ScriptedAdapter.AllSucceeded(call)),
        };
        var orders = Some(1);

        await CallAsync(adapter, orders);

        Assert.IsType<OrderOutcome.Succeeded>(_outcomes["0"]);
        Assert.Equal((3, 3), (adapter.Calls.Count, orders[0].Attempts));
        Assert.Equal(kind == CallFaultKind.Unknown, adapter.Calls.Last().Orders[0].InDoubt);
    }

    [Theory]
    [InlineData(CallFaultKind.NotSent, typeof(OrderOutcome.RetryLater))]
    [InlineData(CallFaultKind.Unavailable, typeof(OrderOutcome.RetryLater))]
    [InlineData(CallFaultKind.Unknown, typeof(OrderOutcome.Unknown))]
    public async Task What_fails_every_time_is_left_to_the_ledger(CallFaultKind kind, Type expected)
    {
        var adapter = new ScriptedAdapter { Answer = (call, _) => Task.FromResult(ScriptedAdapter.Failed(call, kind)) };

        await CallAsync(adapter, Some(2));

        Assert.Equal(1 + _limits.QuickRetries, adapter.Calls.Count);
        Assert.All(_outcomes.Values, outcome => Assert.IsType(expected, outcome));
    }

    [Theory]
    [InlineData(CallFaultKind.Account)]
    [InlineData(CallFaultKind.Refused)]
    public async Task A_lasting_failure_is_not_repeated(CallFaultKind kind)
    {
        var adapter = new ScriptedAdapter { Answer = (call, _) => Task.FromResult(ScriptedAdapter.Failed(call, kind)) };

        await CallAsync(adapter, Some(1));

        Assert.Single(adapter.Calls);
    }

    [Fact]
    public async Task A_long_pause_that_the_vendor_asks_for_is_left_to_the_ledger()
    {
        var pause = TimeSpan.FromMinutes(5);
        var adapter = new ScriptedAdapter
        {
            Answer = (call, _) => Task.FromResult(ScriptedAdapter.Failed(call, CallFaultKind.RateLimited, pause)),
        };

        await CallAsync(adapter, Some(1));

        Assert.Single(adapter.Calls);
        Assert.Equal(pause, Assert.IsType<OrderOutcome.RetryLater>(_outcomes["0"]).After);
    }

    [Fact]
    public async Task No_answer_in_time_is_an_unknown_outcome()
    {
        _limits.QuickRetries = 0;
        var adapter = new ScriptedAdapter { Answer = async (_, token) => await Never(token) };
        var orders = Some(1);

        await CallAsync(adapter, orders);

        Assert.IsType<OrderOutcome.Unknown>(_outcomes["0"]);
        Assert.True(orders[0].InDoubt);
    }

    [Fact]
    public async Task A_fault_of_the_adapter_costs_a_retry_and_no_order()
    {
        _limits.QuickRetries = 0;
        var adapter = new ScriptedAdapter { Answer = (_, _) => throw new InvalidOperationException("a bug") };

        await CallAsync(adapter, Some(3));

        Assert.All(_outcomes.Values, outcome => Assert.IsType<OrderOutcome.Unknown>(outcome));
    }

    [Fact]
    public async Task Orders_that_were_claimed_in_a_lease_that_was_lost_are_not_sent()
    {
        var adapter = new ScriptedAdapter();
        List<InFlightOrder<OrderMarkedDelivering>> orders = [Orders.InFlight(
            "0", leaseEpoch: _parts.Ledger.LeaseEpoch - 1), Orders.InFlight("1")];

        await CallAsync(adapter, orders);

        Assert.Equal(["1"], Assert.Single(adapter.Calls).Orders.Select(order => order.Event.OrderNo));
        Assert.Equal(UnsentReason.LeaseLost, _unsent["0"]);
        Assert.IsType<OrderOutcome.Succeeded>(_outcomes["1"]);
    }

    [Fact]
    public async Task Orders_whose_lease_was_lost_while_the_call_was_recorded_are_not_sent()
    {
        var adapter = new ScriptedAdapter { Repeats = RepeatBehaviour.AnsweredAsAlreadyDone };

        await CallAsync(adapter, Some(2), ledger: LedgerThatTakesItsTime(losesLease: true));

        Assert.Empty(adapter.Calls);
        Assert.Empty(_outcomes);
        Assert.Equal(2, _unsent.Count);
        Assert.All(_unsent.Values, reason => Assert.Equal(UnsentReason.LeaseLost, reason));
    }

    [Fact]
    public async Task Orders_whose_deadline_passed_while_the_call_was_recorded_are_not_sent()
    {
        var adapter = new ScriptedAdapter { Repeats = RepeatBehaviour.AnsweredAsAlreadyDone };
        OrderEntry[] entries =
        [
            Orders.Entry("0") with { Deadline = Orders.Noon.AddMinutes(1) },
            Orders.Entry("1") with { Deadline = Orders.Noon.AddHours(1) },
        ];
        List<InFlightOrder<OrderMarkedDelivering>> orders =
            [.. entries.Select(entry => Orders.InFlight(entry, Orders.Event(entry)))];

        await CallAsync(adapter, orders, ledger: LedgerThatTakesItsTime(losesLease: false));

        Assert.Equal(["1"], Assert.Single(adapter.Calls).Orders.Select(order => order.Event.OrderNo));
        Assert.Equal(UnsentReason.Expired, _unsent["0"]);
        Assert.Equal(0, orders[0].Attempts);
    }

    [Fact]
    public async Task Where_a_repeat_is_refused_the_send_intent_is_recorded_before_the_call_leaves()
    {
        var claimed = await _parts.Ledger.ClaimAsync(
            [Orders.Entry("0"), Orders.Entry("1")],
            new ClaimTerms(RecordsSendIntent: true, []),
            CancellationToken.None);
        var orders = claimed.Claimed.Select(entry => Orders.InFlight(entry)).ToList();
        var marked = new List<bool>();
        var adapter = new ScriptedAdapter
        {
            Repeats = RepeatBehaviour.AnsweredAsAlreadyDone,
            Answer = async (call, _) =>
            {
                foreach (var order in call.Orders)
                    marked.Add(
                        (await _parts.Ledger.FindAsync(order.Event.OrderNo, CancellationToken.None)).Single().InDoubt);
                return ScriptedAdapter.AllSucceeded(call);
            },
        };

        await CallAsync(adapter, orders);

        Assert.Equal([true, true], marked);
        Assert.All(adapter.Calls.Single().Orders, order => Assert.False(order.InDoubt));
    }

    [Fact]
    public async Task A_call_is_not_repeated_once_its_account_is_suspended()
    {
        _limits.FailuresToClose = 2;
        var adapter = new ScriptedAdapter
        {
            Answer = (call, _) => Task.FromResult(
            ScriptedAdapter.Failed(call, CallFaultKind.Unavailable))
        };
        _limits.QuickRetries = 10;

        await CallAsync(adapter, Some(1));

        Assert.Equal(2, adapter.Calls.Count);
        Assert.IsType<OrderOutcome.RetryLater>(_outcomes["0"]);
    }

    [Fact]
    public async Task A_stop_lets_no_further_call_leave()
    {
        using var stopping = new CancellationTokenSource();
        var adapter = new ScriptedAdapter
        {
            Answer = async (call, _) =>
            {
                await stopping.CancelAsync();
                return ScriptedAdapter.Failed(call, CallFaultKind.Unknown);
            },
        };
        var orders = Some(1);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => CallAsync(adapter, orders, stopping: stopping.Token));

        Assert.Single(adapter.Calls);
        Assert.True(orders[0].InDoubt);
        Assert.Empty(_outcomes);
    }

    [Fact]
    public async Task A_call_is_cut_off_when_the_lease_ends_in_which_it_was_made()
    {
        _limits.QuickRetries = 0;
        var end = _time.GetUtcNow().AddSeconds(3);
        var ledger = LedgerWithLease(() => end - _time.GetUtcNow());
        var adapter = new ScriptedAdapter { Answer = (_, token) => Never(token) };

        await CallAsync(adapter, Some(1), ledger);

        var unknown = Assert.IsType<OrderOutcome.Unknown>(_outcomes["0"]);
        Assert.Contains("lease", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lease_that_is_renewed_meanwhile_lets_the_call_go_on()
    {
        var ledger = LedgerWithLease(() => TimeSpan.FromSeconds(3));
        var adapter = new ScriptedAdapter
        {
            Answer = async (call, token) =>
            {
                await Task.Delay(TimeSpan.FromSeconds(8), _time, token);
                return ScriptedAdapter.AllSucceeded(call);
            },
        };

        await CallAsync(adapter, Some(1), ledger);

        Assert.IsType<OrderOutcome.Succeeded>(_outcomes["0"]);
    }

    private static ILedger LedgerWithLease(Func<TimeSpan> left) => Fake.Create<ILedger>((method, _) => method switch
    {
        "get_HoldsLease" => left() > TimeSpan.Zero,
        "get_LeaseLeft" => left(),
        "get_LeaseEpoch" => 0,
        _ => throw new InvalidOperationException(method),
    });

    private async Task CallAsync(
        ScriptedAdapter adapter,
        IReadOnlyList<InFlightOrder<OrderMarkedDelivering>> orders,
        ILedger? ledger = null,
        CancellationToken stopping = default)
    {
        var limiter = new AccountLimiter(
            "polyv", "main", () =>
                _limits, () => null, new AsyncAutoResetEvent(), _time, () => 1, NullLogger<AccountLimiter>.Instance);
        var caller = new VendorCaller<OrderMarkedDelivering>(
            "polyv",
            () => _limits,
            new(adapter, ledger ?? _parts.Ledger, ledger ?? _parts.Ledger, _time),
            new(
                "main",
                adapter,
                ledger ?? _parts.Ledger,
                limiter,
                _parts.Metrics,
                _time,
                NullLogger<CallAttempt<OrderMarkedDelivering>>.Instance),
            limiter,
            _parts.Metrics,
            _time);
        var call = caller.CallAsync(orders, stopping, CancellationToken.None);
        await Eventually.TrueAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return call.IsCompleted;
            },
            "the call is over");
        var result = await call;
        for (var i = 0; i < result.Sent.Count; i++)
            Assert.True(_outcomes.TryAdd(result.Sent[i].Entry.OrderNo, result.Answer.Outcomes[i]));
        foreach (var (order, reason, _) in result.Unsent)
            Assert.True(_unsent.TryAdd(order.Entry.OrderNo, reason));
    }

    /// <summary>A ledger whose database is away for two minutes when a call is to be recorded.</summary>
    private ILedger LedgerThatTakesItsTime(bool losesLease)
    {
        var term = 0;
        return Fake.Create<ILedger>((method, _) =>
        {
            switch (method)
            {
                case "get_HoldsLease":
                    return true;
                case "get_LeaseLeft":
                    return TimeSpan.MaxValue;
                case "get_LeaseEpoch":
                    return term;
                case "RecordSendIntentAsync":
                    _time.Advance(TimeSpan.FromMinutes(2));
                    if (losesLease)
                        term = 1;
                    return Task.FromResult<IReadOnlySet<ClaimKey>>(new HashSet<ClaimKey>());
                default:
                    throw new InvalidOperationException(method);
            }
        });
    }

    private static List<InFlightOrder<OrderMarkedDelivering>> Some(int count) =>
        [.. Enumerable.Range(0, count).Select(i => Orders.InFlight($"{i}"))];

    private static async Task<VendorAnswer> Never(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        throw new InvalidOperationException("unreachable");
    }
}
