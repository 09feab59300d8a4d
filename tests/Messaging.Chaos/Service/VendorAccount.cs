using Messaging.VendorSimulator;
using Messaging.VendorSimulator.Accounts;

namespace Messaging.Chaos.Service;

/// <summary>An account as the service and the simulator both know it.</summary>
/// <param name="Vendor">One of <see cref="VendorNames"/>.</param>
/// <param name="Name">Its name in order events.</param>
public sealed record VendorAccount(string Vendor, string Name)
{
    /// <summary>What the vendor lets it call per second; null: as often as it likes.</summary>
    public double? CallsPerSecond { get; init; }

    public string AppId => $"{Vendor}-{Name}";

    public string Secret => $"secret-of-{AppId}";

    public string? SellerNick => Vendor is VendorNames.Fengchao ? $"shop-{Name}" : null;

    public string Path => $"Vendors:{Vendor}:Accounts:{Name}";

    /// <summary>That many accounts at each vendor.</summary>
    public static IReadOnlyList<VendorAccount> Several(int perVendor) =>
    [
        .. from vendor in VendorNames.All
           from i in Enumerable.Range(0, perVendor)
           select new VendorAccount(vendor, $"a{i}"),
    ];

    public AccountSettings ForSimulator() => new()
    {
        Secret = Secret,
        SellerNick = SellerNick,
        CallsPerSecond = CallsPerSecond,
    };
}
