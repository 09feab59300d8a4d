using Messaging.Contracts;
using Messaging.VendorSimulator;

namespace Messaging.Demo;

/// <summary>Compares the results with what the vendors did.</summary>
internal static class JournalAudit
{
    /// <summary>What does not agree, a sentence per kind of disagreement.</summary>
    public static IReadOnlyList<string> FindErrors(IEnumerable<DemoOrder> orders, SimulatedVendors vendors) =>
    [
        .. orders
            .Where(order => order.Result is not null)
            .SelectMany(order => FindErrors(order, vendors))
            .GroupBy(error => error, StringComparer.Ordinal)
            .Select(same => $"{same.Count()} orders: {same.Key}"),
    ];

    private static IEnumerable<string> FindErrors(DemoOrder order, SimulatedVendors vendors)
    {
        var vendor = order.Sent.Vendor;
        var entry = vendors.Find(vendor)!.Journal.Find(order.Sent.Event.OrderNo);
        var applied = entry?.Applied ?? 0;
        if (order.Surplus > 0)
            yield return $"{vendor}: more than one result for one event";
        if (order.Result is FulfillmentSucceeded && applied == 0)
            yield return $"{vendor}: reported as succeeded, but not applied";
        if (order.Result is FulfillmentFailed { Reason: FailureReason.RejectedByVendor } && applied > 0)
            yield return $"{vendor}: reported as rejected, but applied";
        if (entry is not null
            && order.Result is FulfillmentFailed { Reason: FailureReason.InvalidEvent or FailureReason.UnknownAccount })
            yield return $"{vendor}: reported as never sent, but sent";
        if (vendor is VendorNames.Fengchao && applied > 1)
            yield return $"{vendor}: shipped more than once";
        var account = new DemoAccount(vendor, order.Sent.Event.Account!);
        if (entry is not null && !entry.AppId.Equals(account.AppId, StringComparison.Ordinal))
            yield return $"{vendor}: sent in the name of another account";
    }
}
