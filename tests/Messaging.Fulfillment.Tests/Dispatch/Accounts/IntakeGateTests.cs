using Messaging.Fulfillment.Dispatch.Accounts;
using Messaging.Fulfillment.Dispatch.Limiting;
using Messaging.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messaging.Fulfillment.Tests.Dispatch.Accounts;

public class IntakeGateTests
{
    private readonly ManualTimeProvider _time = new(Orders.Noon);
    private readonly List<LimiterStatus> _accounts = [];
    private readonly TestLimits _limits =
        new() { MaxProbeInterval = TimeSpan.FromSeconds(30), Accounts = ["a", "b", "c"] };
    private readonly IntakeGate _gate;

    public IntakeGateTests() => _gate = new("polyv", _time, NullLogger<IntakeGate>.Instance);

    [Fact]
    public void It_lets_everything_in_before_anything_is_known() => Assert.True(MayTake());

    [Fact]
    public void It_pauses_while_no_account_can_be_called()
    {
        _accounts.Add(Suspended(since: -1));

        Assert.False(MayTake());
    }

    [Fact]
    public void It_goes_on_when_an_account_works_again()
    {
        _accounts.Add(Suspended(since: -1));
        Assert.False(MayTake());
        _time.Advance(TimeSpan.FromSeconds(3.5));
        Assert.False(MayTake());

        _accounts[0] = Active(lastSuccess: 3);

        Assert.True(MayTake());
        Assert.Equal(3.5, _gate.TimePaused.TotalSeconds);
    }

    [Fact]
    public void One_account_that_works_keeps_it_open()
    {
        _accounts.AddRange([Suspended(since: -10), Active(lastSuccess: -1)]);

        Assert.True(MayTake());
    }

    [Fact]
    public void It_pauses_while_every_account_is_held_or_suspended()
    {
        var held = new LimiterStatus { Hold = new("polyv", null, Orders.Noon, "night-shift", "a wrong price") };
        _accounts.AddRange([held, held]);
        Assert.True(MayTake());

        _accounts.Add(Suspended(since: -1, SuspensionCause.Account));

        Assert.False(MayTake());
    }

    [Theory]
    [InlineData(SuspensionCause.Account)]
    [InlineData(SuspensionCause.RateLimit)]
    public void What_concerns_one_account_says_nothing_about_those_that_were_not_tried(object cause)
    {
        _accounts.AddRange(
            [Suspended(since: -10, (SuspensionCause)cause), Suspended(since: -5, (SuspensionCause)cause)]);
        Assert.True(MayTake());

        _accounts.Add(Suspended(since: -1, (SuspensionCause)cause));
        Assert.False(MayTake());
    }

    [Fact]
    public void A_success_before_the_trouble_began_says_nothing()
    {
        _accounts.AddRange([Suspended(since: -10), Active(lastSuccess: -11)]);

        Assert.False(MayTake());
    }

    [Fact]
    public void A_batch_now_and_then_is_let_in_all_the_same()
    {
        _accounts.Add(Suspended(since: -1));
        Assert.False(MayTake());

        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(MayTake());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([true, false, false], [MayTake(), MayTake(), MayTake()]);
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal([true, false], [MayTake(), MayTake()]);
    }

    private bool MayTake() => _gate.MayTake(_accounts, _limits);

    private static LimiterStatus Suspended(int since, SuspensionCause cause = SuspensionCause.Outage) => new(
        BreakerState.Open,
        new(cause, "503: down", Orders.Noon.AddSeconds(since), Orders.Noon.AddSeconds(60), TimeSpan.FromSeconds(60), 0),
        DateTimeOffset.MinValue,
        1,
        0);

    private static LimiterStatus Active(int lastSuccess) =>
        new(BreakerState.Closed, null, Orders.Noon.AddSeconds(lastSuccess), 1, 0);
}
