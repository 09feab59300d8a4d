using Messaging.Benchmarks.Environments;
using Messaging.Fulfillment.Ledger;

namespace Messaging.Benchmarks.Verbs.Scale;

/// <summary>What a worker does with a ledger, a hundred orders at a time, one account after the other.</summary>
internal sealed class LedgerWork(ILedger ledger)
{
    public const int Batch = 100;
    private const string Vendor = "fengchao";
    private static readonly ClaimTerms NoneHeld = new(RecordsSendIntent: false, OnHold: []);

    private int _batches;

    public async Task<IReadOnlyList<OrderEntry>> ClaimAsync(CancellationToken cancellationToken)
    {
        var batch = Interlocked.Increment(ref _batches);
        var now = TimeProvider.System.GetUtcNow();
        var orders = Enumerable.Range(0, Batch).Select(i => New(batch, i, now)).ToArray();
        var result = await ledger.ClaimAsync(orders, NoneHeld, cancellationToken);
        return result.Claimed.Count == Batch
            ? result.Claimed
            : throw new TrialException($"Of {Batch} new orders {result.Claimed.Count} were claimed.");
    }

    public async Task SettleAsync(IReadOnlyList<OrderEntry> claimed, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        SentCall[] calls =
        [
            new()
            {
                Id = Guid.CreateVersion7(now), Began = now, Duration = TimeSpan.FromMilliseconds(80),
                Orders = claimed.Count, Outcome = SentCall.Answered,
            },
        ];
        var refused = await ledger.SettleAsync(
            [.. claimed.Select(order => new Settlement.Final(order.Key, 1, Result(order, now)) { Calls = calls })],
            cancellationToken);
        if (refused.Count > 0)
            throw new TrialException($"{refused.Count} settlements were refused.");
    }

    public Task MarkAsync(IReadOnlyList<OrderEntry> claimed, CancellationToken cancellationToken) =>
        ledger.MarkPublishedAsync([.. claimed.Select(order => order.EventId)], cancellationToken);

    /// <summary>Claims what is due, except of so many accounts that are on hold.</summary>
    public Task<IReadOnlyList<OrderEntry>> ClaimDueAsync(int held, CancellationToken cancellationToken) =>
        ledger.ClaimDueAsync(
            Vendor,
            NoneHeld with { OnHold = [.. Enumerable.Range(0, held).Select(Account)] },
            Batch,
            TimeProvider.System.GetUtcNow().AddDays(-1),
            cancellationToken);

    /// <summary>Gives back what was due.</summary>
    public Task DeferAsync(IReadOnlyList<OrderEntry> claimed, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        return ledger.SettleAsync(
            [.. claimed.Select(order => new Settlement.Deferred(
                order.Key, order.Attempts, now, InDoubt: false, Alone: false, "500", null))],
            cancellationToken);
    }

    private static string Account(int number) =>
        FormattableString.Invariant($"a{number % LedgerPast.Accounts}");

    private static OrderEntry New(int batch, int i, DateTimeOffset now)
    {
        var orderNo = FormattableString.Invariant($"N{batch}-{i}");
        var id = Guid.NewGuid();
        return new()
        {
            EventId = id,
            EventType = "OrderShipped",
            Vendor = Vendor,
            Account = Account(batch),
            OrderNo = orderNo,
            OccurredAt = now,
            ReceivedAt = now,
            Payload = $$"""{"eventId":"{{id}}","orderNo":"{{orderNo}}","carrierCode":"zhongtong","trackingNo":"T1"}""",
        };
    }

    private static StoredResult Result(OrderEntry order, DateTimeOffset now) => new(
        order.EventId,
        Vendor,
        Succeeded: true,
        $$"""
        {
          "eventId":"{{Guid.NewGuid()}}","orderEventId":"{{order.EventId}}","orderEventType":"OrderShipped",
          "orderNo":"{{order.OrderNo}}","vendor":"fengchao","account":"{{order.Account}}","attempts":1,
          "settledAt":"{{now:O}}"
        }
        """,
        TraceParent: null,
        CorrelationId: null);
}
