using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Maintenance;
using Messaging.Fulfillment.Tests.Dispatch;
using Microsoft.Extensions.Time.Testing;

namespace Messaging.Fulfillment.Tests.Maintenance;

public class ReconciliationTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly LogLines _log = new();
    private readonly Reconciliation _reconciliation;
    private LedgerTotals _totals = new("em", 5, 2, 1, 2, 0, null);
    private int _counts;
    private TimeSpan _countTakes;

    public ReconciliationTests() =>
        _reconciliation = new(TestMetrics.Create(_time), _time, _log.For<Reconciliation>());

    [Fact]
    public async Task A_count_that_is_done_at_once_is_made_each_time()
    {
        await CheckAsync();
        await CheckAsync();

        Assert.Equal(2, _counts);
    }

    [Fact]
    public async Task Counting_takes_no_more_than_a_hundredth_of_the_time()
    {
        _countTakes = TimeSpan.FromSeconds(3);
        await CheckAsync();

        _time.Advance(TimeSpan.FromSeconds(299));
        await CheckAsync();
        Assert.Equal(1, _counts);
        _time.Advance(TimeSpan.FromSeconds(1));
        await CheckAsync();
        Assert.Equal(2, _counts);
    }

    [Fact]
    public async Task Sums_that_do_not_add_up_are_said()
    {
        await CheckAsync();
        Assert.Empty(_reconciliation.Drifting);
        _totals = _totals with { Waiting = 1 };
        await CheckAsync();

        Assert.Equal(1, Assert.Single(_reconciliation.Drifting).Drift);
        Assert.Contains("em", Assert.Single(_log.Lines));
    }

    private Task CheckAsync() => _reconciliation.CheckAsync(
        Fake.Create<ILedgerReports>((_, _) =>
        {
            _counts++;
            _time.Advance(_countTakes);
            return Task.FromResult<IReadOnlyList<LedgerTotals>>([_totals]);
        }),
        CancellationToken.None);
}
