using Messaging.VendorSimulator;
using Messaging.VendorSimulator.Accounts;

namespace Messaging.Demo;

/// <summary>An account at a simulated vendor. Its secret is made up and protects nothing.</summary>
internal sealed record DemoAccount(string Vendor, string Name)
{
    private const int PerVendor = 3;

    public static IReadOnlyList<DemoAccount> All { get; } =
    [
        .. from vendor in VendorNames.All
           from number in Enumerable.Range(1, PerVendor)
           select new DemoAccount(vendor, $"store-{number}"),
    ];

    /// <summary>One that the simulated vendor does not know, as after its permission was withdrawn.</summary>
    public static DemoAccount Revoked { get; } = new(VendorNames.Polyv, "revoked");

    /// <summary>The accounts of one vendor.</summary>
    public static IEnumerable<DemoAccount> GetAll(string vendor) =>
        All.Where(account => account.Vendor.Equals(vendor, StringComparison.Ordinal));

    public string AppId => $"{Vendor}-{Name}";

    /// <summary>The simulator's side of it.</summary>
    public AccountSettings ToSimulator() =>
        new() { Secret = Secret, SellerNick = Vendor is VendorNames.Fengchao ? Name : null };

    /// <summary>The service's side of it.</summary>
    public IEnumerable<KeyValuePair<string, string?>> ToConfiguration()
    {
        var path = $"Vendors:{Vendor}:Accounts:{Name}";
        yield return new($"{path}:AppId", AppId);
        yield return new($"{path}:AppSecret", Secret);
        if (Vendor is VendorNames.Fengchao)
            yield return new($"{path}:SellerNick", Name);
    }

    private string Secret => $"secret-of-{AppId}";
}
