namespace Messaging.VendorSimulator.Journal;

/// <summary>Reads and resets what the vendors did.</summary>
internal static class JournalEndpoints
{
    public static void Map(IEndpointRouteBuilder app, SimulatedVendors vendors)
    {
        app.MapGet("/admin/journal", context => context.Response.WriteAsJsonAsync(
            vendors.All.ToDictionary(
                vendor => vendor.Name, vendor => vendor.Journal.Summarize(), StringComparer.Ordinal),
            AdminJson.Default.JournalsByVendor));
        app.MapGet("/admin/journal/{vendor}", context => AdminCalls.FindVendor(context, vendors) is { } vendor
            ? context.Response.WriteAsJsonAsync(vendor.Journal.Summarize(), AdminJson.Default.JournalSummary)
            : Task.CompletedTask);
        app.MapGet("/admin/journal/{vendor}/{orderNo}", context => FindOrderAsync(context, vendors));
        app.MapDelete("/admin/journal", context =>
        {
            foreach (var vendor in vendors.All)
                vendor.Journal.Reset();
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        });
    }

    private static Task FindOrderAsync(HttpContext context, SimulatedVendors vendors)
    {
        var orderNo = (string)context.Request.RouteValues["orderNo"]!;
        if (AdminCalls.FindVendor(context, vendors)?.Journal.Find(orderNo) is { } entry)
            return context.Response.WriteAsJsonAsync(entry, AdminJson.Default.JournalEntry);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
