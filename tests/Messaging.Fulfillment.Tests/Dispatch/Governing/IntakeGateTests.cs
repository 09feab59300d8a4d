using Messaging.Fulfillment.Dispatch.Governing;
using Messaging.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messaging.Fulfillment.Tests.Dispatch.Governing;

public class IntakeGateTests
{
    private readonly ManualTimeProvider _time = new(Orders.Noon);
    private readonly List<GovernorStatus> _accounts = [];
    private readonly TestLimits _limits = new() { MaxProbeInterval = TimeSpan.FromSeconds(30), Accounts = ["a", "b", "c"] };
    private readonly IntakeGate _gate;

    public IntakeGateTests() => _gate = new("polyv", () => _accounts, () => _limits, _time, NullLogger<IntakeGate>.Instance);

    [Fact]
    public void It_lets_everything_in_before_anything_is_known() => Assert.True(Ask().IsCompleted);

    [Fact]
    public void It_pauses_while_no_account_can_be_called()
    {
        _accounts.Add(Closed(since: -1));

        Assert.False(Ask().IsCompleted);
    }

    [Fact]
    public void It_goes_on_when_an_account_opens()
    {
        _accounts.Add(Closed(since: -1));
        var waiting = Ask();
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.False(waiting.IsCompleted);

        _accounts[0] = Open(lastSuccess: 3);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(waiting.IsCompleted);
        Assert.Equal(3.5, _gate.TimePaused.TotalSeconds);
    }

    [Fact]
    public void One_account_that_works_keeps_it_open()
    {
        _accounts.AddRange([Closed(since: -10), Open(lastSuccess: -1)]);

        Assert.True(Ask().IsCompleted);
    }

    [Theory]
    [InlineData(ClosureCause.Account)]
    [InlineData(ClosureCause.RateLimit)]
    public void What_concerns_one_account_says_nothing_about_those_that_were_not_tried(object cause)
    {
        _accounts.AddRange([Closed(since: -10, (ClosureCause)cause), Closed(since: -5, (ClosureCause)cause)]);
        Assert.True(Ask().IsCompleted);

        _accounts.Add(Closed(since: -1, (ClosureCause)cause));
        Assert.False(Ask().IsCompleted);
    }

    [Fact]
    public void One_that_worked_before_the_trouble_began_says_nothing()
    {
        _accounts.AddRange([Closed(since: -10), Open(lastSuccess: -11)]);

        Assert.False(Ask().IsCompleted);
    }

    [Fact]
    public void A_batch_now_and_then_is_let_in_all_the_same()
    {
        _accounts.Add(Closed(since: -1));
        var batches = new[] { Ask(), Ask(), Ask() };

        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(0, batches.Count(batch => batch.IsCompleted));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, batches.Count(batch => batch.IsCompleted));
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(2, batches.Count(batch => batch.IsCompleted));
    }

    [Fact]
    public async Task A_stop_ends_the_wait()
    {
        using var stop = new CancellationTokenSource();
        _accounts.Add(Closed(since: -1));
        var waiting = _gate.WaitAsync(stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private Task Ask() => _gate.WaitAsync(CancellationToken.None);

    private static GovernorStatus Closed(int since, ClosureCause cause = ClosureCause.Outage) => new(
        GateState.Closed,
        new(cause, "503: down", Orders.Noon.AddSeconds(since), Orders.Noon.AddSeconds(60), TimeSpan.FromSeconds(60), 0),
        DateTimeOffset.MinValue,
        1,
        0);

    private static GovernorStatus Open(int lastSuccess) => new(GateState.Open, null, Orders.Noon.AddSeconds(lastSuccess), 1, 0);
}
