using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch;
using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Tests.Dispatch.Accounts;

public class AccountWorkerTests
{
    [Fact]
    public async Task Orders_are_gathered_sent_and_settled()
    {
        await using var account = new AccountHarness(new ScriptedAdapter()).Start();
        account.Enqueue(Some(3));

        await account.RunUntilSettledAsync(3);

        Assert.Equal([["0", "1", "2"]], account.Calls);
        Assert.All(account.Outcomes.Values, outcome => Assert.Equal("succeeded", outcome));
        await account.RunUntilAsync(() => account.Bus.Published.Count == 3, "the results are published");
    }

    [Fact]
    public async Task Orders_that_arrive_while_a_call_waits_for_its_quota_still_join_it()
    {
        await using var account = new AccountHarness(
            new ScriptedAdapter(), new TestLimits { OrdersPerCall = 3, CallsPerSecond = 1, Burst = 1 }).Start();
        account.Enqueue(Some(3));
        await Eventually.TrueAsync(() => account.Calls.Count() == 1, "the first call has left");
        account.Enqueue(Orders.InFlight("D"));
        await account.TimersAsync(1);

        account.Enqueue(Orders.InFlight("E"), Orders.InFlight("F"), Orders.InFlight("G"));
        account.Time.Advance(TimeSpan.FromSeconds(1));

        await Eventually.TrueAsync(() => account.Calls.Count() == 2, "the second call has left");
        Assert.Equal(["D", "E", "F"], account.Calls.Last());
    }

    [Fact]
    public async Task A_probe_carries_one_order()
    {
        await using var account = new AccountHarness(new ScriptedAdapter());
        account.Limiter.Record(new(CallFaultKind.Account, "x", "no"), account.Time.GetUtcNow(), ["A"]);
        account.Start().Enqueue(Some(3));

        await account.RunUntilAsync(() => account.Calls.Any(), "a probe has left");

        Assert.Equal(["0"], account.Calls.First());
    }

    [Fact]
    public async Task One_bad_order_in_a_thousand_costs_twenty_calls_and_only_itself()
    {
        await using var account = new AccountHarness(Refusing("417")).Start();
        account.Enqueue(Some(1000));

        await account.RunUntilSettledAsync(1000);

        Assert.InRange(account.Calls.Count(), 1, (2 * (int)Math.Ceiling(Math.Log2(1000))) + 1);
        Assert.Equal(["417"], Failed(account));
        Assert.Equal(999, account.Outcomes.Values.Count(outcome => outcome is "succeeded"));
    }

    [Fact]
    public async Task Ten_bad_orders_scattered_cost_only_themselves()
    {
        string[] bad = ["0", "99", "100", "101", "250", "499", "500", "750", "998", "999"];
        await using var account = new AccountHarness(Refusing(bad)).Start();
        account.Enqueue(Some(1000));

        await account.RunUntilSettledAsync(1000);

        Assert.Equal(bad, Failed(account).OrderBy(int.Parse));
        Assert.Equal(990, account.Outcomes.Values.Count(outcome => outcome is "succeeded"));
        Assert.InRange(account.Calls.Count(), 1, 150);
    }

    [Fact]
    public async Task Finding_bad_orders_has_a_budget_and_what_is_left_waits()
    {
        await using var account =
            new AccountHarness(Refusing([.. Enumerable.Range(0, 1000).Select(i => $"{i}")])).Start();
        account.Enqueue(Some(1000));

        await account.RunUntilSettledAsync(1000);

        Assert.InRange(account.Calls.Count(), 100, 200);
        Assert.Equal(1000, account.Outcomes.Count);
        Assert.All(account.Outcomes.Values, outcome => Assert.True(outcome is "failed" or "retry later"));
        Assert.Contains("retry later", account.Outcomes.Values);
    }

    [Fact]
    public async Task An_account_fault_is_never_split()
    {
        await using var account = new AccountHarness(Failing(CallFaultKind.Account)).Start();
        account.Enqueue(Some(100));

        await account.RunUntilSettledAsync(100);

        Assert.Equal(100, account.Calls.First().Length);
        Assert.All(account.Outcomes.Values, outcome => Assert.Equal("retry later", outcome));
    }

    [Theory]
    [InlineData(CallFaultKind.Account, null)]
    [InlineData(CallFaultKind.RateLimited, 60)]
    public async Task When_the_account_is_suspended_half_way_the_other_halves_wait_and_cost_no_attempt(
        CallFaultKind kind, int? retryAfter)
    {
        var calls = 0;
        var adapter = new ScriptedAdapter
        {
            Answer = (call, _) => Task.FromResult(
                calls++ == 0
                    ? ScriptedAdapter.Failed(call, CallFaultKind.Refused)
                    : ScriptedAdapter.Failed(
                        call, kind, retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null)),
        };
        await using var account = new AccountHarness(adapter).Start();
        var orders = account.Enqueue(Some(8));

        await account.RunUntilSettledAsync(8);

        Assert.Equal([8, 4], adapter.Calls.Select(call => call.Orders.Count));
        Assert.All(account.Outcomes.Values, outcome => Assert.Equal("retry later", outcome));
        Assert.Equal([2, 2, 2, 2, 1, 1, 1, 1], orders.Select(order => order.Attempts));
    }

    [Fact]
    public async Task When_a_call_suspends_the_account_the_orders_that_wait_go_back_but_for_one_to_probe_with()
    {
        var adapter = Failing(CallFaultKind.RateLimited, TimeSpan.FromMinutes(5));
        await using var account =
            new AccountHarness(adapter, new TestLimits { OrdersPerCall = 2, MaxCallsInFlight = 1 }).Start();
        account.Enqueue(Some(6));

        await account.RunUntilSettledAsync(5);

        Assert.Equal(1, account.Worker.Waiting);
        Assert.True(account.Worker.IsOnHold);
        Assert.All(account.Outcomes.Values, outcome => Assert.Equal("retry later", outcome));
        Assert.Equal(3, account.Ledger.AllSettled.Count(settlement => settlement.Attempts == 0));
    }

    [Fact]
    public async Task A_failure_in_this_process_costs_a_retry_and_no_order()
    {
        await using var account =
            new AccountHarness(new ScriptedAdapter { Repeats = RepeatBehaviour.AnsweredAsAlreadyDone });
        account.Ledger.BeforeSendIntent = () => throw new InvalidOperationException("a bug");
        account.Start().Enqueue(Some(3));

        await account.RunUntilSettledAsync(3);

        Assert.Empty(account.Calls);
        Assert.All(account.Outcomes.Values, outcome => Assert.Equal("retry later", outcome));
        Assert.Contains(
            account.Log.Lines,
            line => line.StartsWith("Error A call to polyv for account main with 3", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stop_in_the_middle_of_a_call_leaves_what_was_sent_in_doubt()
    {
        AccountHarness? account = null;
        var adapter = new ScriptedAdapter
        {
            Answer = async (call, _) =>
            {
                await account!.StopAsync();
                return ScriptedAdapter.Failed(call, CallFaultKind.Unknown);
            },
        };
        await using var harness = account = new AccountHarness(adapter);
        account.Start().Enqueue(Some(2));

        await account.RunUntilSettledAsync(2);

        Assert.Single(account.Calls);
        Assert.All(account.Outcomes.Values, outcome => Assert.Equal("in doubt", outcome));
    }

    [Fact]
    public async Task A_stop_in_the_middle_of_a_split_gives_the_unsent_half_back()
    {
        AccountHarness? account = null;
        var adapter = new ScriptedAdapter
        {
            Answer = async (call, _) =>
            {
                await account!.StopAsync();
                return ScriptedAdapter.Failed(call, CallFaultKind.Refused);
            },
        };
        await using var harness = account = new AccountHarness(adapter);
        account.Start().Enqueue(Some(4));

        await account.RunUntilSettledAsync(4);

        Assert.Single(account.Calls);
        Assert.All(account.Outcomes.Values, outcome => Assert.Equal("retry later", outcome));
    }

    [Fact]
    public async Task At_the_end_of_the_process_the_ledger_keeps_what_is_in_flight()
    {
        var sent = new TaskCompletionSource();
        var adapter = new ScriptedAdapter
        {
            Answer = async (call, token) =>
            {
                sent.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
                return ScriptedAdapter.AllSucceeded(call);
            },
        };
        await using var account = new AccountHarness(adapter, new TestLimits { OrdersPerCall = 2 }).Start();
        account.Enqueue(Some(2));
        await sent.Task.WaitAsync(TimeSpan.FromSeconds(10));

        await account.StopAsync();
        await account.EndAsync();

        await Eventually.TrueAsync(() => account.Limiter.Status.CallsInFlight == 0, "the call has ended");
        Assert.Empty(account.Ledger.AllSettled);
    }

    [Fact]
    public async Task An_order_that_another_worker_took_over_is_finished_here_without_a_result()
    {
        await using var account =
            new AccountHarness(new ScriptedAdapter { Repeats = RepeatBehaviour.AnsweredAsAlreadyDone });
        var orders = Some(2);
        account.Ledger.Lost.Add(orders[0].Entry.Key);
        account.Start().Enqueue(orders);

        await account.RunUntilSettledAsync(1);

        Assert.Equal(["1"], Assert.Single(account.Calls));
        Assert.Equal(["1"], account.Outcomes.Keys);
        await account.RunUntilAsync(
            () => account.InFlight.Room == account.Limits.OrdersInFlight, "both are finished here");
    }

    private static List<InFlightOrder<OrderMarkedDelivering>> Some(int count) =>
        [.. Enumerable.Range(0, count).Select(i => Orders.InFlight($"{i}"))];

    private static IEnumerable<string> Failed(AccountHarness account) =>
        account.Outcomes.Where(outcome => outcome.Value is "failed").Select(outcome => outcome.Key);

    private static ScriptedAdapter Failing(CallFaultKind kind, TimeSpan? retryAfter = null) =>
        new() { Answer = (call, _) => Task.FromResult(ScriptedAdapter.Failed(call, kind, retryAfter)) };

    private static ScriptedAdapter Refusing(params string[] bad) => new()
    {
        Answer = (call, _) =>
            Task.FromResult(call.Orders.Any(order => bad.Contains(order.Event.OrderNo, StringComparer.Ordinal))
            ? ScriptedAdapter.Failed(call, CallFaultKind.Refused)
            : ScriptedAdapter.AllSucceeded(call)),
    };
}
