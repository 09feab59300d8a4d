using Messaging.Fulfillment.Dispatch.Accounts;
using Messaging.Fulfillment.Ledger;
using Messaging.Worker.Words;

namespace Messaging.Worker.Operations.Orders;

/// <summary>Answers "why has order X not shipped?"</summary>
internal sealed class OrderDesk(ILedgerReports ledger, IAudit audit, AccountStates accounts, TimeProvider time)
{
    /// <summary>Of so many of an order's events is the audit asked, and for so many actions of each.</summary>
    private const int MostAsked = 10;

    /// <summary>An order's events, each explained; without any where the ledger knows none.</summary>
    /// <param name="orderNo">The order's number, exactly.</param>
    /// <param name="language">The language of the explanations.</param>
    /// <param name="cancellationToken">Who asks has gone.</param>
    public async Task<OrderAnswer> FindAsync(string orderNo, Language language, CancellationToken cancellationToken)
    {
        var (events, acts) = await LedgerQuestion.AskAsync(token => ReadAsync(orderNo, token), time, cancellationToken);
        var states = accounts.List();
        var now = time.GetUtcNow();
        return new(orderNo, [.. events.Select(Answer)]);

        OrderEventAnswer Answer(OrderStatus status)
        {
            var account = FindAccount(status, states);
            return OrderEventAnswer.From(
                status,
                OrderExplanation.Explain(status, account, now, language),
                OrderTimeline.Build(status, events, [.. acts[status.EventId]], language),
                OrderExplanation.ExplainNext(status, account, now, language));
        }
    }

    /// <summary>
    /// The order's events, and by event what operators did with it: only of those that show it is the audit asked.
    /// </summary>
    private async Task<(IReadOnlyList<OrderStatus> Events, ILookup<Guid, AuditRecord> Acts)> ReadAsync(
        string orderNo, CancellationToken cancellationToken)
    {
        var events = await ledger.FindAsync(orderNo, cancellationToken);
        var acts = new List<(Guid EventId, AuditRecord Act)>();
        foreach (var one in events.Where(one => HasOperator(one, events)).Take(MostAsked))
        {
            var filter = new AuditFilter { Naming = $"{one.EventId}", From = one.ReceivedAt };
            acts.AddRange((await audit.ListAuditAsync(filter, after: null, MostAsked, cancellationToken))
                .Select(act => (one.EventId, act)));
        }

        return (events, acts.ToLookup(act => act.EventId, act => act.Act));
    }

    private static bool HasOperator(OrderStatus status, IReadOnlyList<OrderStatus> events) =>
        status.ResultJson?.Contains("\"givenUpByOperator\"", StringComparison.Ordinal) is true
            || events.Any(other => other.RetryOf == status.EventId);

    private static AccountState? FindAccount(OrderStatus status, IReadOnlyList<AccountState> accounts) =>
        accounts.FirstOrDefault(account => account.Vendor.Equals(status.Vendor, StringComparison.Ordinal)
            && account.Account.Equals(status.Account, StringComparison.OrdinalIgnoreCase));
}
