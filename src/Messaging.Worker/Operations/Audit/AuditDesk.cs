using Messaging.Fulfillment.Ledger;

namespace Messaging.Worker.Operations.Audit;

/// <summary>Shows what operators did.</summary>
internal sealed class AuditDesk(IAudit audit, TimeProvider time)
{
    /// <summary>Their actions, the latest first.</summary>
    /// <param name="query">Which.</param>
    /// <param name="last">The last one of the page before; null for the first page.</param>
    /// <param name="limit">The most to list.</param>
    /// <param name="cancellationToken">Who asks has gone.</param>
    public async Task<AuditList> ListAsync(
        AuditQuery query, (DateTimeOffset At, long Number)? last, int limit, CancellationToken cancellationToken)
    {
        var found = await LedgerQuestion.AskAsync(
            token => audit.ListAuditAsync(query.ToFilter(), last, limit, token), time, cancellationToken);
        return new(found, found.Count == limit ? PageCursor.Write(found[^1].At, found[^1].Number) : null);
    }
}
