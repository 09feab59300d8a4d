using System.Collections.Concurrent;
using Messaging.Fulfillment.Ledger;

namespace Messaging.Fulfillment.Tests.Dispatch;

/// <summary>
/// Stands in for a ledger: records what is settled and published, and fails on request.
/// </summary>
internal sealed class RecordingLedger
{
    public RecordingLedger() => Ledger = Fake.Create<ILedger>(Answer);

    public ILedger Ledger { get; }

    public bool HoldsLease { get; set; } = true;

    public int LeaseEpoch { get; set; }

    /// <summary>What it shares with other workers; null: it has none.</summary>
    public IAccountStore? Accounts { get; set; }

    /// <summary>Each successful settlement, one list per statement.</summary>
    public ConcurrentQueue<IReadOnlyList<Settlement>> Settled { get; } = [];

    public ConcurrentQueue<IReadOnlyList<Guid>> Published { get; } = [];

    public ConcurrentQueue<IReadOnlyList<ClaimKey>> SendIntents { get; } = [];

    /// <summary>Claims that were lost to another worker.</summary>
    public HashSet<ClaimKey> Lost { get; } = [];

    /// <summary>Called before a settlement; throws to make it fail.</summary>
    public Action<IReadOnlyList<Settlement>> BeforeSettle { get; set; } = _ => { };

    /// <summary>Called before results are marked; throws to make that fail.</summary>
    public Action BeforeMark { get; set; } = () => { };

    /// <summary>Called before a send intent is recorded.</summary>
    public Action BeforeSendIntent { get; set; } = () => { };

    /// <summary>Answers the next claims of due entries, then there are none.</summary>
    public ConcurrentQueue<Func<ClaimTerms, int, IReadOnlyList<OrderEntry>>> Due { get; } = [];

    /// <summary>Each claim of fresh entries and each refusal, as asked for.</summary>
    public ConcurrentQueue<IReadOnlyList<OrderEntry>> Recorded { get; } = [];

    /// <summary>Called before entries are claimed or refused; throws where that has to fail.</summary>
    public Action<IReadOnlyList<OrderEntry>> BeforeRecord { get; set; } = _ => { };

    /// <summary>Entries whose ids stand for something else.</summary>
    public HashSet<OrderEntry> Conflicting { get; } = [];

    /// <summary>What operators hold.</summary>
    public IReadOnlyList<Hold> Holds { get; set; } = [];

    public IEnumerable<Settlement> AllSettled => Settled.SelectMany(list => list);

    private object? Answer(string method, object?[] arguments) => method switch
    {
        "get_HoldsLease" => HoldsLease,
        "get_LeaseLeft" => HoldsLease ? TimeSpan.MaxValue : TimeSpan.Zero,
        "get_LeaseEpoch" => LeaseEpoch,
        "get_Accounts" => Accounts,
        nameof(ILedger.RecordSendIntentAsync) => RecordSendIntent((IReadOnlyList<ClaimKey>)arguments[0]!),
        nameof(ILedger.SettleAsync) => Settle((IReadOnlyList<Settlement>)arguments[0]!),
        nameof(ILedger.MarkPublishedAsync) => Mark((IReadOnlyList<Guid>)arguments[0]!),
        nameof(ILedger.ClaimAsync) => Claim((IReadOnlyList<OrderEntry>)arguments[0]!),
        nameof(ILedger.RefuseAsync) => Refuse((IReadOnlyList<Refusal>)arguments[0]!),
        nameof(ILedger.ClaimDueAsync) => ClaimDue((ClaimTerms)arguments[1]!, (int)arguments[2]!),
        nameof(ILedger.ListHoldsAsync) => Task.FromResult(Holds),
        _ => throw new InvalidOperationException(method),
    };

    private Task<ClaimResult> Claim(IReadOnlyList<OrderEntry> orders)
    {
        Record(orders);
        var claimed = orders.Where(order => !Conflicting.Contains(order)).Select(order => order with { Claim = 1 });
        return Task.FromResult(new ClaimResult([.. claimed], orders.Count, 0, [.. orders.Where(Conflicting.Contains)]));
    }

    private Task<RefusalResult> Refuse(IReadOnlyList<Refusal> refusals)
    {
        List<OrderEntry> orders = [.. refusals.Select(refusal => refusal.Order)];
        Record(orders);
        return Task.FromResult(new RefusalResult(
            orders.Where(order => !Conflicting.Contains(order)).Select(order => order.EventId).ToHashSet(),
            0,
            [.. orders.Where(Conflicting.Contains)]));
    }

    private void Record(IReadOnlyList<OrderEntry> orders)
    {
        BeforeRecord(orders);
        Recorded.Enqueue(orders);
    }

    private Task<IReadOnlySet<ClaimKey>> RecordSendIntent(IReadOnlyList<ClaimKey> claims)
    {
        BeforeSendIntent();
        SendIntents.Enqueue(claims);
        return Task.FromResult<IReadOnlySet<ClaimKey>>(FindLost(claims));
    }

    private Task<IReadOnlySet<ClaimKey>> Settle(IReadOnlyList<Settlement> settlements)
    {
        try
        {
            BeforeSettle(settlements);
        }
        catch (Exception e)
        {
            return Task.FromException<IReadOnlySet<ClaimKey>>(e);
        }

        Settled.Enqueue(settlements);
        return Task.FromResult<IReadOnlySet<ClaimKey>>(FindLost(settlements.Select(settlement => settlement.Key)));
    }

    private Task Mark(IReadOnlyList<Guid> eventIds)
    {
        try
        {
            BeforeMark();
        }
        catch (Exception e)
        {
            return Task.FromException(e);
        }

        Published.Enqueue(eventIds);
        return Task.CompletedTask;
    }

    private Task<IReadOnlyList<OrderEntry>> ClaimDue(ClaimTerms terms, int limit) =>
        Task.FromResult(Due.TryDequeue(out var due) ? due(terms, limit) : []);

    private HashSet<ClaimKey> FindLost(IEnumerable<ClaimKey> claims) => claims.Where(Lost.Contains).ToHashSet();
}
