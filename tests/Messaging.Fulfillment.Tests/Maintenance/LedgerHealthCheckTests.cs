using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Maintenance;
using Messaging.Fulfillment.Results;
using Messaging.Fulfillment.Tests.Dispatch;
using Messaging.Testing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Messaging.Fulfillment.Tests.Maintenance;

public sealed class LedgerHealthCheckTests
{
    private readonly ManualTimeProvider _own = new();
    private LedgerOutage? _outage;

    [Theory]
    [InlineData(-5.1, HealthStatus.Degraded, "behind the database's")]
    [InlineData(5.1, HealthStatus.Degraded, "ahead of the database's")]
    [InlineData(-4.9, HealthStatus.Healthy, null)]
    [InlineData(4.9, HealthStatus.Healthy, null)]
    public async Task A_clock_that_is_off_by_more_than_a_quarter_of_the_lease_is_said(
        double ahead, HealthStatus status, string? words)
    {
        var time = new LedgerTime(_own);
        time.Learn(_own.GetUtcNow().AddSeconds(-ahead), _own.GetTimestamp());

        var result = await CheckAsync(time);

        Assert.Equal(status, result.Status);
        if (words is not null)
            Assert.Contains(words, result.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ledger_that_cannot_be_reached_is_said_with_the_reason()
    {
        _outage = new(_own.GetUtcNow(), "It has not answered for 3 s");

        var result = await CheckAsync(new LedgerTime(_own));

        Assert.Equal(HealthStatus.Unhealthy, result.Status);
        Assert.Contains(_outage.Reason, result.Description, StringComparison.Ordinal);
    }

    private async Task<HealthCheckResult> CheckAsync(LedgerTime time)
    {
        var ledger = Fake.Create<ILedger>((method, _) => method switch
        {
            nameof(ILedger.OpenAsync) => Task.CompletedTask,
            "get_Outage" => _outage,
            nameof(ILedger.ListHoldsAsync) => Task.FromResult<IReadOnlyList<Hold>>([]),
            _ => throw new InvalidOperationException(method),
        });
        using var metrics = TestMetrics.Create(_own);
        var reconciliation = new Reconciliation(metrics, _own, NullLogger<Reconciliation>.Instance);
        await using var maintenance = new LedgerMaintenance(
            ledger,
            new OutboxRelay(ledger, publisher: null!, NullLogger<OutboxRelay>.Instance),
            reconciliation,
            new OperatorHolds(ledger),
            vendors: [],
            new FixedOptions<LedgerOptions>(new()),
            _own,
            NullLogger<LedgerMaintenance>.Instance);
        await maintenance.StartAsync(CancellationToken.None);
        var check = new LedgerHealthCheck(
            ledger, maintenance, reconciliation, time, Options.Create(new LedgerOptions()));
        return await check.CheckHealthAsync(new());
    }
}
