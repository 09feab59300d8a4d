using Messaging.Fulfillment.Dispatch.Limiting;
using Messaging.Fulfillment.Dispatch.Sharing;

namespace Messaging.Fulfillment.Tests.Dispatch.Sharing;

public class AccountSharingTests
{
    private SharedAccount _account = new();
    private DateTimeOffset _now = Orders.Noon;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public void However_many_workers_ask_no_second_sees_more_calls_than_the_quota_and_none_less(int workers)
    {
        var random = new Random(7);
        var turns = new List<DateTimeOffset>();
        var held = new List<DateTimeOffset>[workers];
        Array.Fill(held, []);
        for (var i = 0; i < 4000; i++)
        {
            var worker = random.Next(workers);
            var left = held[worker].FindAll(turn => turn > _now);
            var grant = Ask($"w{worker}", demand => demand with { Calls = Math.Max(0, 2 - left.Count), Wanted = 1 });
            held[worker] = [.. left, .. Enumerable.Range(0, grant.Calls).Select(call => TimeOf(grant, call))];
            turns.AddRange(held[worker].Except(left));
            _now += TimeSpan.FromMilliseconds(random.Next(10));
        }

        turns.Sort();
        Assert.All(
            turns, turn => Assert.InRange(turns.Count(t => t >= turn && t < turn + TimeSpan.FromSeconds(1)), 1, 10));
        var seconds = (turns[^1] - turns[0]).TotalSeconds;
        Assert.InRange(turns.Count, seconds * 10 * 0.99, (seconds * 10) + 1);
    }

    [Theory]
    [InlineData(0.1, 5, 1)]
    [InlineData(10, 5, 2)]
    [InlineData(10, 1, 1)]
    [InlineData(1000, 10_000, 250)]
    public void A_worker_gets_what_it_wants_up_to_a_quarter_of_a_second(double perSecond, int wanted, int expected) =>
        Assert.Equal(
            expected,
            Ask("a", demand => demand with { CallsPerSecond = perSecond, Calls = wanted, Wanted = 1 }).Calls);

    [Fact]
    public void After_a_quiet_time_a_burst_may_leave_at_once_whichever_worker_asks()
    {
        int CountNow(string worker)
        {
            var grant = Ask(worker, demand => demand with { Calls = 2, Wanted = 1, Burst = 3 });
            return Enumerable.Range(0, grant.Calls).Count(call => TimeOf(grant, call) <= _now);
        }

        Assert.Equal([2, 1, 0], new[] { "a", "b", "c" }.Select(CountNow));
    }

    // What each of three workers wants, and what it gets of the calls that may be in flight.
    [Theory]
    [InlineData(4, new[] { 9, 9, 9 }, new[] { 1, 1, 2 })]
    [InlineData(9, new[] { 9, 9, 9 }, new[] { 3, 3, 3 })]
    [InlineData(4, new[] { 1, 9, 9 }, new[] { 1, 1, 2 })]
    [InlineData(10, new[] { 1, 2, 9 }, new[] { 1, 2, 7 })]
    [InlineData(1, new[] { 9, 9, 9 }, new[] { 0, 0, 1 })]
    [InlineData(4, new[] { 1, 0, 1 }, new[] { 1, 0, 1 })]
    public void The_calls_in_flight_are_divided_fairly(int ceiling, int[] wanted, int[] expected)
    {
        var grants = new int[wanted.Length];
        // Twice: the first does not know yet what the others want.
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < wanted.Length; i++)
            {
                grants[i] = Ask(
                    $"{i}", demand => demand with { Wanted = wanted[i], MaxCallsInFlight = ceiling }).InFlight;
            }
        }

        Assert.Equal(expected.Order(), grants.Order());
        Assert.Equal(expected[0], wanted[0] == 9 ? expected[0] : grants[0]);
    }

    [Fact]
    public void Never_are_more_calls_in_flight_than_may_be_whoever_comes_and_goes()
    {
        const int ceiling = 5;
        var random = new Random(11);
        var inFlight = new int[6];
        var granted = new int[6];
        var most = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var worker = random.Next(6);
            inFlight[worker] = random.Next(3) switch
            {
                0 => Math.Max(0, inFlight[worker] - 1),
                1 => Math.Max(inFlight[worker], granted[worker]),
                _ => inFlight[worker],
            };
            granted[worker] = Ask(
                $"w{worker}",
                demand => demand with
                {
                    InFlight = inFlight[worker],
                    Wanted = inFlight[worker] + random.Next(4),
                    MaxCallsInFlight = ceiling,
                }).InFlight;
            most = Math.Max(most, inFlight.Sum());
            Assert.InRange(inFlight.Sum(), 0, ceiling);
            _now += TimeSpan.FromMilliseconds(5);
        }

        Assert.Equal(ceiling, most);
    }

    [Fact]
    public void Of_fewer_calls_than_workers_each_worker_has_one_after_the_other()
    {
        var had = new HashSet<string>(StringComparer.Ordinal);
        var granted = new Dictionary<string, int>(StringComparer.Ordinal) { ["a"] = 0, ["b"] = 0, ["c"] = 0 };
        for (var i = 0; i < 1000; i++)
        {
            foreach (var worker in granted.Keys.ToList())
            {
                granted[worker] =
                    Ask(worker, demand => demand with { Wanted = 9, MaxCallsInFlight = 1 }).InFlight;
                if (granted[worker] > 0)
                    had.Add(worker);
                Assert.InRange(granted.Values.Sum(), 0, 1);
            }

            _now += TimeSpan.FromMilliseconds(100);
        }

        Assert.Equal(["a", "b", "c"], had.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_a_worker_held_is_free_when_it_has_not_asked_for_two_seconds()
    {
        Ask("dead", demand => demand with { Wanted = 4 });
        Assert.Equal(0, Ask("a", demand => demand with { Wanted = 4 }).InFlight);

        _now += TimeSpan.FromSeconds(2);

        Assert.Equal(4, Ask("a", demand => demand with { Wanted = 4 }).InFlight);
    }

    [Fact]
    public void Of_a_suspended_account_nobody_gets_a_call_until_its_time_and_then_one_gets_one()
    {
        Tell("a", Suspension(SuspensionCause.Outage, seconds: 30));
        Assert.Equal((0, false), Probe("b"));

        _now += TimeSpan.FromSeconds(30);
        Assert.Equal([(1, true), (0, false), (0, false)], new[] { "b", "a", "c" }.Select(Probe));

        // It dies; the next one has to find out.
        _now += TimeSpan.FromSeconds(2);
        Assert.Equal((1, true), Probe("c"));
    }

    [Fact]
    public void A_probe_that_succeeds_opens_the_account_for_all()
    {
        Tell("a", Suspension(SuspensionCause.Account, seconds: 1));
        _now += TimeSpan.FromSeconds(1);
        Probe("b");

        Tell("b", suspension: null);

        Assert.Null(Ask("c", demand => demand with { Wanted = 1, Calls = 1 }).Suspension);
        Assert.Equal(1, Ask("c", demand => demand with { Wanted = 1, Calls = 1 }).Calls);
    }

    [Fact]
    public void A_success_that_did_not_know_of_a_later_refusal_opens_nothing()
    {
        var known = Tell("a", Suspension(SuspensionCause.Outage, seconds: 5)).Version;
        Tell("b", Suspension(SuspensionCause.Account, seconds: 5));

        var grant = Ask("a", demand => demand with { News = new(null, known) });

        Assert.Equal(SuspensionCause.Account, grant.Suspension?.Cause);
    }

    [Theory]
    [InlineData(SuspensionCause.Outage, 5, SuspensionCause.Account, 1, SuspensionCause.Account)]
    [InlineData(SuspensionCause.Account, 1, SuspensionCause.Outage, 9, SuspensionCause.Account)]
    internal void Of_two_that_did_not_know_of_each_other_the_graver_counts(
        SuspensionCause first, int seconds, SuspensionCause second, int later, SuspensionCause expected)
    {
        Ask("a", demand => demand with { News = new(Suspension(first, seconds), 0) });

        var grant = Ask("b", demand => demand with { News = new(Suspension(second, later), 0) });

        Assert.Equal(expected, grant.Suspension?.Cause);
    }

    [Fact]
    public void A_time_that_the_vendor_named_ends_for_all_without_a_probe()
    {
        var suspended = Tell("a", Suspension(SuspensionCause.RateLimit, seconds: 3)).Version;
        _now += TimeSpan.FromSeconds(3);

        var grant = Ask("b", demand => demand with { Wanted = 1, Calls = 1 });

        Assert.Equal((1, false, suspended + 1), (grant.Calls, grant.MayProbe, grant.Version));
    }

    [Fact]
    public void A_suspension_is_told_in_the_ledgers_time()
    {
        // The worker's clock is an hour behind.
        var suspension = Suspension(SuspensionCause.Outage, seconds: 30).Shift(TimeSpan.FromHours(-1));

        var grant = Ask("a", demand => demand with { At = _now.AddHours(-1), News = new(suspension, 0) });

        Assert.Equal(_now.AddSeconds(30), grant.Suspension?.Until);
    }

    [Fact]
    public void A_clock_that_was_set_back_holds_no_account_up()
    {
        Tell("a", Suspension(SuspensionCause.Outage, seconds: 30));
        Ask("a", demand => demand with { Wanted = 1, Calls = 1 });
        _account = _account with { NextCall = _now.AddDays(1) };
        _now = _now.AddDays(-1);

        var grant = Ask("a", demand => demand with { Wanted = 1, Calls = 1 });
        Assert.Equal(_now.AddSeconds(30), grant.Suspension?.Until);

        _now = _now.AddSeconds(30);
        grant = Ask("a", demand => demand with { Wanted = 1, Calls = 1 });
        Assert.InRange(grant.Wait, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void What_workers_learn_of_the_vendor_adds_up()
    {
        Ask("a", demand => demand with { Concurrency = new(0.5, 0), MaxCallsInFlight = 8 });
        var grant = Ask("b", demand => demand with { Concurrency = new(1, 0.25), Wanted = 9, MaxCallsInFlight = 8 });

        Assert.Equal((4.25, 4), (grant.Concurrency, grant.InFlight));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"NextCall\":1}")]
    [InlineData("of a later version")]
    [InlineData("{\"Workers\":null}")]
    [InlineData("{\"Workers\":[null]}")]
    [InlineData("{\"Workers\":[{\"Wanted\":1}]}")]
    [InlineData("{\"Suspension\":{\"Cause\":99,\"Reason\":\"of a later version\"}}")]
    [InlineData("{\"Suspension\":{\"Cause\":1}}")]
    public void A_record_that_cannot_be_read_counts_as_new(string state) =>
        Assert.Equal(new SharedAccount().ToRecord(), SharedAccount.From(new(state, IsSuspended: true)).ToRecord());

    [Fact]
    public void A_record_keeps_what_it_is_given()
    {
        Ask("a", demand => demand with { Wanted = 2, Calls = 1, Concurrency = new(0.5, 0) });
        Tell("b", Suspension(SuspensionCause.Unexplained, seconds: 3) with { IsInferred = true });

        var read = SharedAccount.From(_account.ToRecord());

        Assert.Equal(_account.ToRecord(), read.ToRecord());
        Assert.Equal((_account.Suspension, _account.NextCall), (read.Suspension, read.NextCall));
        Assert.Equal(_account.Workers, read.Workers);
        Assert.True(_account.ToRecord().IsSuspended);
    }

    private static DateTimeOffset TimeOf(AccountGrant grant, int call)
    {
        var time = grant.Now + grant.Wait + (call * grant.Spacing);
        return time > grant.Now ? time : grant.Now;
    }

    private (int Calls, bool MayProbe) Probe(string worker)
    {
        var grant = Ask(worker, demand => demand with { Wanted = 1, Calls = 3 });
        return (grant.Calls, grant.MayProbe);
    }

    private AccountGrant Tell(string worker, Suspension? suspension) =>
        Ask(worker, demand => demand with { News = new(suspension, _account.Version) });

    private Suspension Suspension(SuspensionCause cause, int seconds) => new(
        cause, "refused", _now, _now.AddSeconds(seconds), TimeSpan.FromSeconds(seconds), Probes: 0);

    private AccountGrant Ask(string worker, Func<AccountDemand, AccountDemand> change)
    {
        var demand = change(new() { Worker = worker, At = _now, CallsPerSecond = 10, MaxCallsInFlight = 4 });
        // As the ledger keeps it.
        (var account, var grant) =
            AccountSharing.Share(SharedAccount.From(_account.ToRecord()), demand, _now);
        _account = account;
        return grant;
    }
}
