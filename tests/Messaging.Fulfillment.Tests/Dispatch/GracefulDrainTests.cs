using Messaging.Fulfillment.Dispatch;
using Messaging.Fulfillment.Dispatch.Accounts;
using Messaging.Testing;

namespace Messaging.Fulfillment.Tests.Dispatch;

public class GracefulDrainTests
{
    private readonly ManualTimeProvider _time = new(Orders.Noon);
    private readonly LogLines _log = new();

    [Fact]
    public async Task All_dispatchers_are_drained_side_by_side()
    {
        var polyv = new SlowDispatcher("polyv");
        var em = new SlowDispatcher("em");

        var stopping = Drain(polyv, em).StoppingAsync(CancellationToken.None);

        Assert.True(polyv.IsDraining && em.IsDraining);
        polyv.Finish();
        Assert.False(stopping.IsCompleted);
        em.Finish();
        await stopping.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task A_vendor_that_does_not_answer_is_waited_for_no_longer_than_a_call_may_take()
    {
        var stopping = Drain(new SlowDispatcher("polyv")).StoppingAsync(CancellationToken.None);

        _time.Advance(TimeSpan.FromSeconds(11.999));
        Assert.False(stopping.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        await stopping.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.StartsWith("Warning Calls to polyv", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_has_no_more_time_ends_the_wait()
    {
        using var host = new CancellationTokenSource();
        var stopping = Drain(new SlowDispatcher("polyv")).StoppingAsync(host.Token);

        await host.CancelAsync();

        await stopping.WaitAsync(TimeSpan.FromSeconds(10));
    }

    private GracefulDrain Drain(params IDispatcher[] dispatchers) => new(dispatchers, _time, _log.For<GracefulDrain>());

    private sealed class SlowDispatcher(string vendor) : IDispatcher
    {
        private readonly TaskCompletionSource _drained = new();

        public string Vendor => vendor;

        public IEnumerable<AccountState> Accounts => [];

        public TimeSpan LongestCall => TimeSpan.FromSeconds(10);

        public bool IsDraining { get; private set; }

        public void Finish() => _drained.SetResult();

        public Task DrainAsync(CancellationToken cancellationToken)
        {
            IsDraining = true;
            return _drained.Task.WaitAsync(cancellationToken);
        }
    }
}
