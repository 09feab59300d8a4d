using System.Globalization;
using Messaging.Contracts;
using Messaging.VendorSimulator;
using Spectre.Console;

namespace Messaging.Demo;

/// <summary>The demo's table: a row per vendor.</summary>
internal static class DemoReport
{
    public static Table Tabulate(IReadOnlyCollection<DemoOrder> orders, SimulatedVendors vendors)
    {
        var table = new Table { Border = TableBorder.Ascii2 };
        table.AddColumns("vendor", "orders", "succeeded", "failed", "vendor calls", "orders per call", "p50", "p99");
        foreach (var vendor in vendors.All)
        {
            var own = orders.Where(order => order.Sent.Vendor.Equals(vendor.Name, StringComparison.Ordinal)).ToArray();
            var journal = vendor.Journal.Summarize();
            var took = own.Where(order => order.Result is not null).Select(order => order.Took).Order().ToArray();
            table.AddRow(
                vendor.Name,
                Number(own.Length),
                Number(own.Count(order => order.Result is FulfillmentSucceeded)),
                Reasons(own),
                Number(journal.Calls),
                Mean(journal.OrdersSent, journal.OrdersPerCall.Values.Sum()),
                Percentile(took, 0.50),
                Percentile(took, 0.99));
        }

        return table;
    }

    private static string Reasons(IEnumerable<DemoOrder> orders) => string.Join(
        '\n',
        orders.Select(order => order.Result)
            .OfType<FulfillmentFailed>()
            .CountBy(failed => failed.Reason)
            .OrderByDescending(reason => reason.Value)
            .Select(reason => $"{Number(reason.Value)} {reason.Key}"));

    private static string Mean(long sum, long count) =>
        count == 0 ? "-" : ((double)sum / count).ToString("F1", CultureInfo.InvariantCulture);

    private static string Percentile(TimeSpan[] ordered, double share) => ordered.Length == 0
        ? "-"
        : string.Create(
            CultureInfo.InvariantCulture, $"{ordered[(int)(share * (ordered.Length - 1))].TotalSeconds:F2} s");

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
