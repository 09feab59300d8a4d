namespace Messaging.VendorSimulator.Faults;

/// <summary>Reads and sets how the vendors misbehave: all three at once, or one.</summary>
internal static class FaultEndpoints
{
    public static void Map(IEndpointRouteBuilder app, SimulatedVendors vendors)
    {
        app.MapGet("/admin/faults", context => context.Response.WriteAsJsonAsync(
            vendors.All.ToDictionary(vendor => vendor.Name, vendor => vendor.Faults, StringComparer.Ordinal),
            AdminJson.Default.FaultsByVendor));
        app.MapPut("/admin/faults", context => SetAsync(context, vendors.All));
        app.MapGet("/admin/faults/{vendor}", context => AdminCalls.FindVendor(context, vendors) is { } vendor
            ? context.Response.WriteAsJsonAsync(vendor.Faults, AdminJson.Default.FaultProfile)
            : Task.CompletedTask);
        app.MapPut("/admin/faults/{vendor}", context => AdminCalls.FindVendor(context, vendors) is { } vendor
            ? SetAsync(context, [vendor])
            : Task.CompletedTask);
    }

    private static async Task SetAsync(HttpContext context, IReadOnlyList<SimulatedVendor> vendors)
    {
        var faults = await AdminCalls.ReadAsync(context, AdminJson.Default.FaultProfile);
        if (faults is null)
            return;
        var errors = faults.FindErrors("Faults").ToArray();
        if (errors.Length > 0)
        {
            await AdminCalls.RefuseAsync(context, errors);
            return;
        }

        foreach (var vendor in vendors)
            vendor.Faults = faults;
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
