using Messaging.VendorSimulator;

namespace Messaging.Benchmarks.Orders;

/// <summary>One kind of order event and its vendor.</summary>
/// <param name="Vendor">The vendor, one of <see cref="VendorNames"/>.</param>
/// <param name="Section">Its configuration section.</param>
/// <param name="OrdersPerCall">What it takes in a call.</param>
internal sealed record Flow(string Vendor, string Section, int OrdersPerCall)
{
    public static Flow Em { get; } = new(VendorNames.Em, "Em", 1);

    public static Flow Fengchao { get; } = new(VendorNames.Fengchao, "Fengchao", 100);

    public static Flow Polyv { get; } = new(VendorNames.Polyv, "Polyv", 1000);

    public static IReadOnlyList<Flow> All { get; } = [Em, Fengchao, Polyv];

    public string Queue => $"fulfillment-{Vendor}";

    /// <exception cref="ArgumentException">There is no such flow.</exception>
    public static Flow Parse(string vendor) =>
        All.FirstOrDefault(flow => flow.Vendor.Equals(vendor, StringComparison.Ordinal))
        ?? throw new ArgumentException(
            $"'{vendor}' is none of {string.Join(", ", All.Select(flow => flow.Vendor))}.", nameof(vendor));
}
