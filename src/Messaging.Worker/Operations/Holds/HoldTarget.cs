using Messaging.Fulfillment.Vendors;

namespace Messaging.Worker.Operations.Holds;

/// <summary>A vendor, or one of its accounts, spelled as in the settings where it is in them.</summary>
/// <param name="Vendor">The vendor.</param>
/// <param name="Account">The account; null for all of the vendor's.</param>
/// <param name="Unknown">What the settings do not know, in a sentence; null where they know it.</param>
internal sealed record HoldTarget(string Vendor, string? Account, string? Unknown)
{
    public static HoldTarget Find(IEnumerable<RegisteredVendor> vendors, string vendor, string? account)
    {
        var known = vendors.ToList();
        if (known.Find(one => Agree(one.Name, vendor)) is not { } found)
        {
            var names = string.Join(", ", known.Select(one => one.Name));
            return new(vendor, account, $"{vendor} is none of the vendors that are served: {names}.");
        }

        if (account is null)
            return new(found.Name, null, Unknown: null);
        var accounts = found.Settings.CurrentValue.AccountNames;
        return accounts.FirstOrDefault(name => Agree(name, account)) is { } spelled
            ? new(found.Name, spelled, Unknown: null)
            : new(found.Name, account, $"{found.Name} has no account {account}: {string.Join(", ", accounts)}.");
    }

    public override string ToString() => Account is null ? Vendor : $"{Vendor} {Account}";

    private static bool Agree(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
