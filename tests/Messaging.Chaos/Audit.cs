using Messaging.Chaos.Faults;
using Messaging.Chaos.Orders;
using Messaging.Chaos.Results;
using Messaging.Chaos.Vendors;
using Messaging.Contracts;
using Messaging.Fulfillment.Ledger;

namespace Messaging.Chaos;

/// <summary>Compares the results with the vendors' journals.</summary>
/// <param name="orders">What was published.</param>
/// <param name="results">What came back, by order event.</param>
/// <param name="world">The vendors.</param>
/// <param name="faults">What was killed or spoilt, and when.</param>
public sealed class Audit(
    IReadOnlyList<PlannedOrder> orders,
    IReadOnlyDictionary<Guid, ReceivedResult> results,
    VendorWorld world,
    IReadOnlyCollection<FaultReport> faults)
{
    /// <summary>The claims of a worker that was killed are taken over within this time.</summary>
    private static readonly TimeSpan Takeover = TimeSpan.FromMinutes(1);

    private IEnumerable<(PlannedOrder Order, ReceivedResult Received)> Answered =>
        from order in orders
        where results.ContainsKey(order.Event.EventId)
        select (order, results[order.Event.EventId]);

    public IReadOnlyList<string> FindLost() =>
    [
        .. orders.Where(order => !results.ContainsKey(order.Event.EventId))
            .Select(order => $"{order.What}: no result for {order.Event.EventId}"),
    ];

    public IReadOnlyList<string> FindAnsweredDifferently() =>
    [
        .. Answered.Where(pair => pair.Received.Contradictions > 0)
            .Select(pair => $"{pair.Order.What}: {pair.Received.Body}, and something else"),
    ];

    public IReadOnlyList<string> FindMalformed() =>
        [.. Answered.SelectMany(pair => pair.Received.Violations)];

    public IReadOnlyList<string> FindContradictions() =>
    [
        .. Answered.Select(pair => (pair.Order, Text: Contradiction(pair.Order, pair.Received)))
            .Where(pair => pair.Text is not null)
            .Select(pair => $"{pair.Order.What}: {pair.Text}"),
    ];

    /// <summary>
    /// Shipments by others that were reported as a success, which is allowed once an attempt of ours had no answer.
    /// </summary>
    public int CountUndecidable() => Answered.Count(pair =>
        pair.Order.Expected == Expected.ShippedByOthers && pair.Received.Failed is null && MayHaveBeenOurs(pair.Order));

    /// <summary>Modifications that were applied after a newer one.</summary>
    public IReadOnlyList<string> FindOutOfOrder() =>
    [
        .. orders.Where(order => order.Event is OrderModified)
            .Select(order => order.Event.OrderNo)
            .Distinct(StringComparer.Ordinal)
            .Select(orderNo => (OrderNo: orderNo, Remarks: AppliedRemarks(orderNo)))
            .Where(order => !order.Remarks.SequenceEqual(order.Remarks.Order(StringComparer.Ordinal)))
            .Select(order => $"{order.OrderNo}: applied {string.Join(", ", order.Remarks)}"),
    ];

    private string[] AppliedRemarks(string orderNo) =>
        [.. world.Vendors.Em.Journal.Find(orderNo)?.Applications.Select(applied => applied.Remark!) ?? []];

    /// <summary>Requests for an order event that came after it was settled in the ledger.</summary>
    public async Task<IReadOnlyList<string>> FindAskedAgainAsync(ILedger ledger)
    {
        var again = new List<string>();
        foreach (var order in orders.Where(order => Requests(order).Count > 1))
        {
            var entries = await ledger.FindAsync(order.Event.OrderNo, CancellationToken.None);
            var settled = entries.FirstOrDefault(entry => entry.EventId == order.Event.EventId)?.SettledAt;
            again.AddRange(Requests(order)
                .Where(request => request.At > settled)
                .Select(request => $"{order.What}: settled {settled:O}, asked again {request.At:O}"));
        }

        return again;
    }

    private List<VendorRequest> Requests(PlannedOrder order) =>
    [
        .. world.Requests.Find(order.Vendor, order.Event.OrderNo)
            .Where(request => request.What.Equals(order.What, StringComparison.Ordinal)),
    ];

    /// <summary>
    /// Whether an earlier call of the service may have done it: the vendor saw one, or a worker was killed that may
    /// have died during one.
    /// </summary>
    private bool MayHaveBeenOurs(PlannedOrder order)
    {
        var requests = Requests(order);
        return requests.Count > 1
            || requests.Exists(request => faults.Any(fault =>
                fault.Name is FaultInjector.Worker
                && fault.Began < request.At && request.At < fault.Began + Takeover));
    }

    private string? Contradiction(PlannedOrder order, ReceivedResult received)
    {
        var applied = IsApplied(order);
        if (received.Failed is not { } failed)
        {
            return (applied, order.Expected) switch
            {
                (_, Expected.Failure) => "succeeded, and could not",
                (false, Expected.ShippedByOthers) when MayHaveBeenOurs(order) => null,
                (false, _) => "succeeded, but the vendor has not done it",
                _ => null,
            };
        }

        if (applied && !failed.Message.Contains("outcome is unknown", StringComparison.Ordinal))
            return $"failed as {failed.Reason}, but the vendor has done it: {failed.Message}";
        var tooLate = failed.Reason is FailureReason.Superseded or FailureReason.Expired;
        return order.Expected switch
        {
            Expected.Success => $"failed as {failed.Reason} for no reason: {failed.Message}",
            Expected.SuccessOrTooLate when !tooLate => $"failed as {failed.Reason} for no reason: {failed.Message}",
            _ => null,
        };
    }

    private bool IsApplied(PlannedOrder order) =>
        world.Vendors.Find(order.Vendor)!.Journal.Find(order.Event.OrderNo) is { Applied: > 0 } entry
        && (order.Event is not OrderModified modified
            || entry.Applications.Any(applied => applied.Remark == modified.OrderRemark));
}
