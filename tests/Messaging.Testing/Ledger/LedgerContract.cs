using System.Collections.Concurrent;
using Messaging.Fulfillment.Ledger;
using Xunit;

namespace Messaging.Testing.Ledger;

/// <summary>What holds for every ledger: one suite for the port, a small subclass for each implementation.</summary>
public abstract partial class LedgerContract : IAsyncLifetime
{
    protected const string Vendor = "fengchao";

    protected static readonly TimeSpan LeaseDuration = TimeSpan.FromSeconds(20);

    protected static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(1);

    private readonly List<ILedger> _opened = [];
    private readonly ConcurrentDictionary<Guid, int> _claims = [];

    protected LedgerClock Clock { get; } = new();

    /// <summary>A worker on this test's database, opened by the suite.</summary>
    protected ILedger Ledger { get; set; } = null!;

    /// <summary>An unopened ledger on this test's database.</summary>
    protected abstract ILedger Build();

    /// <summary>
    /// Advances the clock until another worker may take over what a dead one owned; does nothing for a ledger that has
    /// only one worker.
    /// </summary>
    protected virtual Task OutwaitLeaseAsync(ILedger successor) => Task.CompletedTask;

    public virtual async ValueTask InitializeAsync() => Ledger = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var ledger in _opened)
            await ledger.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected async Task<ILedger> OpenAsync()
    {
        var ledger = Build();
        await ledger.OpenAsync(Token);
        _opened.Add(ledger);
        return ledger;
    }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>
    /// The worker is killed without releasing anything. Another starts and waits until it may take over.
    /// </summary>
    protected async Task<ILedger> CrashAsync()
    {
        await KillAsync();
        await OutwaitLeaseAsync(Ledger);
        return Ledger;
    }

    /// <summary>The worker is killed and another starts, at the same time.</summary>
    protected async Task KillAsync()
    {
        await Ledger.DisposeAsync();
        _opened.Remove(Ledger);
        Ledger = await OpenAsync();
    }

    protected OrderEntry Order(string orderNo, int occurred = 0, string account = "shop", string vendor = Vendor) =>
        new()
        {
            EventId = Guid.NewGuid(),
            EventType = "OrderShipped",
            Vendor = vendor,
            Account = account,
            OrderNo = orderNo,
            OccurredAt = Clock.Now.AddMinutes(occurred - 60),
            ReceivedAt = Clock.Now,
            Payload = "{}",
        };

    protected static ClaimTerms Terms(bool recordsSendIntent = false, params string[] onHold) =>
        new(recordsSendIntent, onHold);

    protected Task<ClaimResult> ClaimAsync(params OrderEntry[] orders) => Ledger.ClaimAsync(orders, Terms(), Token);

    protected async Task<IReadOnlyList<OrderEntry>> ClaimDueAsync(
        int limit =
            100, bool recordsSendIntent = false, string vendor = Vendor, ILedger? worker = null, params string[] onHold)
    {
        var claimed = await (worker ?? Ledger).ClaimDueAsync(
            vendor, Terms(recordsSendIntent, onHold), limit, Clock.Now - GiveUpAfter, Token);
        foreach (var order in claimed)
            _claims[order.EventId] = order.Claim;
        return claimed;
    }

    /// <summary>
    /// The last claim of an order: the first one, or what <see cref="ClaimDueAsync"/> returned since.
    /// </summary>
    protected ClaimKey KeyOf(OrderEntry order) => new(order.EventId, _claims.GetValueOrDefault(order.EventId, 1));

    protected Task<IReadOnlySet<ClaimKey>> SettleAsync(params Settlement[] settlements) =>
        Ledger.SettleAsync(settlements, Token);

    protected Task<IReadOnlyList<StoredResult>> TakeAsync(int limit = 100) => Ledger.TakeUnpublishedAsync(limit, Token);

    protected Settlement Success(OrderEntry order) => Final(order, succeeded: true);

    protected Settlement Failure(OrderEntry order) => Final(order, succeeded: false);

    protected Settlement.Final Final(OrderEntry order, bool succeeded) => new(
        KeyOf(order),
        1,
        new StoredResult(
            order.EventId,
            order.Vendor,
            succeeded,
            $$"""{"orderNo":"{{order.OrderNo}}"}""",
            order.TraceParent,
            order.CorrelationId));

    protected Settlement.Deferred Defer(OrderEntry order, int minutes, bool inDoubt = false) =>
        new(KeyOf(order), 1, Clock.Now.AddMinutes(minutes), inDoubt, Alone: false, "busy", "The vendor is busy.");

    protected void Pass(int minutes) => Clock.Advance(TimeSpan.FromMinutes(minutes));

    protected static IEnumerable<Guid> Ids(IEnumerable<OrderEntry> orders) => orders.Select(order => order.EventId);

    protected async Task<LedgerTotals> TotalsAsync(string vendor = Vendor) =>
        Assert.Single(await Ledger.CountAsync(Token), totals => totals.Vendor.Equals(vendor, StringComparison.Ordinal));
}
