using System.Security.Claims;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Repair;
using Messaging.Worker.Management;

namespace Messaging.Worker.Operations.Orders;

/// <summary>Shows order events that wait in the ledger, and gives them up, on record.</summary>
internal sealed class WaitingDesk(IWaiting waiting, WaitingOrders orders, AuditLog audit, TimeProvider time)
{
    /// <summary>Order events that wait, the longest waiting first.</summary>
    /// <param name="query">Which; one in which <see cref="WaitingQuery.FindError"/> found none.</param>
    /// <param name="last">The last one of the page before; null for the first page.</param>
    /// <param name="limit">The most to list.</param>
    /// <param name="counts">Whether all of them are to be counted, too.</param>
    /// <param name="cancellationToken">Who asks has gone.</param>
    public Task<WaitingList> ListAsync(
        WaitingQuery query,
        (DateTimeOffset ReceivedAt, Guid EventId)? last,
        int limit,
        bool counts,
        CancellationToken cancellationToken)
    {
        var filter = query.ToFilter(time.GetUtcNow());
        return LedgerQuestion.AskAsync(
            async token =>
            {
                var found = await waiting.ListWaitingAsync(filter, last, limit, token);
                return new WaitingList(
                    found,
                    found.Count == limit ? PageCursor.Write(found[^1].ReceivedAt, found[^1].EventId) : null,
                    counts ? await waiting.GroupWaitingAsync(filter, token) : null);
            },
            time,
            cancellationToken);
    }

    /// <summary>Answers order events that wait as failed.</summary>
    /// <param name="eventIds">Which.</param>
    /// <param name="why">Why; a reason that <see cref="AuditLog.IsReason"/> takes.</param>
    /// <param name="user">Who wants it.</param>
    /// <param name="cancellationToken">Who asks has gone.</param>
    public async Task<AnsweredOrders> GiveUpAsync(
        IReadOnlyList<Guid> eventIds, string why, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var note = AuditLog.Note(user, "orders.give-up", string.Join(' ', eventIds), why);
        var answered = await LedgerQuestion.AskAsync(
            token => orders.GiveUpAsync([.. eventIds], note, token), time, cancellationToken);
        if (answered.Answered.Count > 0)
            audit.Write(note, answered.Answered.Count);
        return answered;
    }
}
