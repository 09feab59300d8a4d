using System.Security.Claims;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Repair;
using Messaging.Worker.Management;

namespace Messaging.Worker.Operations.Failures;

/// <summary>Shows order events that failed, and has them tried again, on record.</summary>
internal sealed class FailureDesk(IFailures failures, FailedOrders orders, AuditLog audit, TimeProvider time)
{
    private const int MostGroups = 100;

    /// <summary>Failures, the latest first.</summary>
    /// <param name="query">Which.</param>
    /// <param name="last">The last one of the page before; null for the first page.</param>
    /// <param name="limit">The most to list.</param>
    /// <param name="cancellationToken">Who asks has gone.</param>
    public Task<FailureList> ListAsync(
        FailureQuery query,
        (DateTimeOffset SettledAt, Guid EventId)? last,
        int limit,
        CancellationToken cancellationToken) =>
        LedgerQuestion.AskAsync(
            async token =>
            {
                var found = await failures.ListFailuresAsync(query.ToFilter(), last, limit, token);
                return new FailureList(
                    found,
                    found.Count == limit ? PageCursor.Write(found[^1].SettledAt, found[^1].EventId) : null);
            },
            time,
            cancellationToken);

    /// <summary>Failures counted by vendor, reason and code.</summary>
    public Task<FailureGroups> GroupAsync(FailureQuery query, CancellationToken cancellationToken) =>
        LedgerQuestion.AskAsync(
            async token => new FailureGroups(await failures.GroupFailuresAsync(query.ToFilter(), MostGroups, token)),
            time,
            cancellationToken);

    /// <summary>Has failures tried again, or says which it would be.</summary>
    /// <param name="request">Which, and why; one in which <see cref="RetryRule"/> found no error.</param>
    /// <param name="user">Who wants it.</param>
    /// <param name="cancellationToken">Who asks has gone.</param>
    public Task<RetryAnswer> RetryAsync(
        RetryRequest request, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        LedgerQuestion.AskAsync(
            async token =>
            {
                var ids = request.EventIds ?? await FindAsync(request, token);
                if (request.DryRun)
                    return new RetryAnswer(0, 0, 0, ids);
                var note = AuditLog.Note(user, "failures.retry", Describe(request), request.Why!);
                var counts = await orders.RetryAsync(ids, request.LiftDeadline, note, token);
                audit.Write(note, counts.Started);
                return new RetryAnswer(counts.Started, counts.AlreadyRetried, counts.NotThere, ids);
            },
            time,
            cancellationToken);

    /// <summary>
    /// The order events behind failures, as they were received; without those whose content was purged.
    /// </summary>
    public Task<IReadOnlyList<OrderEntry>> ReadAsync(
        IReadOnlyList<Guid> eventIds, CancellationToken cancellationToken) =>
        LedgerQuestion.AskAsync(token => failures.ReadFailedAsync(eventIds, token), time, cancellationToken);

    private async Task<IReadOnlyList<Guid>> FindAsync(RetryRequest request, CancellationToken cancellationToken)
    {
        var filter = new FailureFilter
        {
            Vendor = request.Vendor,
            Account = request.Account,
            Reason = request.Reason,
            Code = request.Code,
            IsOpen = true,
        };
        var found = await failures.ListFailuresAsync(filter, after: null, request.Limit ?? 1, cancellationToken);
        return [.. found.Select(failure => failure.EventId)];
    }

    private static string Describe(RetryRequest request) => request.EventIds is { } ids
        ? string.Join(' ', ids)
        : $"{request.Vendor} {request.Account} {request.Reason} {request.Code}";
}
