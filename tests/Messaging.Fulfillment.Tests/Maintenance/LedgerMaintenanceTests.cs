using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Maintenance;
using Messaging.Fulfillment.Results;
using Messaging.Fulfillment.Telemetry;
using Messaging.Fulfillment.Tests.Dispatch;
using Messaging.Testing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messaging.Fulfillment.Tests.Maintenance;

public sealed class LedgerMaintenanceTests : IDisposable
{
    private readonly ManualTimeProvider _time = new(Orders.Noon);
    private readonly CancellationTokenSource _stopping = new();
    private WorkerLoad? _told;

    public void Dispose() => _stopping.Dispose();

    [Fact]
    public async Task The_lease_is_renewed_with_what_all_vendors_have_in_hand_and_whether_the_worker_stops()
    {
        using var metrics = TestMetrics.Create(_time);
        var ledger = Fake.Create<ILedger>(Answer);
        await using var maintenance = new LedgerMaintenance(
            ledger,
            new OutboxRelay(ledger, publisher: null!, NullLogger<OutboxRelay>.Instance),
            new Reconciliation(metrics, _time, NullLogger<Reconciliation>.Instance),
            new OperatorHolds(ledger),
            [Vendor(300, calls: [2, 1]), Vendor(20, calls: [])],
            new FixedOptions<LedgerOptions>(new()),
            _time,
            NullLogger<LedgerMaintenance>.Instance,
            Fake.Create<IHostApplicationLifetime>((_, _) => _stopping.Token));
        await maintenance.StartAsync(CancellationToken.None);

        await UntilToldAsync(new(Orders: 320, Calls: 3, IsStopping: false));
        await _stopping.CancelAsync();
        await UntilToldAsync(new(Orders: 320, Calls: 3, IsStopping: true));
    }

    private static IVendorGauges Vendor(int orders, int[] calls) => Fake.Create<IVendorGauges>((method, _) =>
        method is "get_OrdersInFlight"
            ? orders
            : calls.Select(count => new AccountGauges(
                "a", IsSuspended: false, IsHeld: false, Waiting: 0, count, CallsAllowed: 9)));

    private Task UntilToldAsync(WorkerLoad load) => Eventually.TrueAsync(
        () =>
        {
            _time.Advance(TimeSpan.FromSeconds(5));
            return Task.FromResult(load == _told);
        },
        $"it has told of {load}");

    private object? Answer(string method, object?[] arguments)
    {
        switch (method)
        {
            case nameof(ILedger.RenewLeaseAsync):
                _told = (WorkerLoad)arguments[0]!;
                return Task.CompletedTask;
            case nameof(ILedger.ListHoldsAsync):
                return Task.FromResult<IReadOnlyList<Hold>>([]);
            case nameof(ILedger.TakeUnpublishedAsync):
                return Task.FromResult<IReadOnlyList<StoredResult>>([]);
            case nameof(ILedger.CountAsync):
                return Task.FromResult<IReadOnlyList<LedgerTotals>>([]);
            case nameof(ILedger.OpenAsync):
                return Task.CompletedTask;
            default:
                return Task.FromResult(0);
        }
    }
}
