namespace Messaging.VendorSimulator.Accounts;

/// <summary>Replaces accounts, for example to try a wrong secret. They cannot be read: secrets are not shown.</summary>
internal static class AccountEndpoints
{
    public static void Map(IEndpointRouteBuilder app, SimulatedVendors vendors) =>
        app.MapPut("/admin/accounts", async context =>
    {
        var accounts = await AdminCalls.ReadAsync(context, AdminJson.Default.AccountsByVendor);
        if (accounts is null)
            return;
        var errors = accounts.SelectMany(entry => vendors.Find(entry.Key) is null
            ? [vendors.Unknown(entry.Key)]
            : AccountSettings.FindErrors(entry.Value, entry.Key)).ToArray();
        if (errors.Length > 0)
        {
            await AdminCalls.RefuseAsync(context, errors);
            return;
        }

        foreach (var (vendor, ofVendor) in accounts)
            vendors.Find(vendor)!.ReplaceAccounts(ofVendor);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    });
}
