using Messaging.VendorSimulator;
using Messaging.VendorSimulator.Accounts;

namespace Messaging.Benchmarks.Orders;

/// <summary>An account as contestants and simulator both know it.</summary>
/// <param name="Name">Its name in order events.</param>
internal sealed record Seller(string Name)
{
    public string AppIdAt(string vendor) => $"{vendor}-{Name}";

    public string SecretAt(string vendor) => $"secret-of-{AppIdAt(vendor)}";

    public string Shop => $"shop-{Name}";

    /// <summary>The only account of measurements in which sellers do not matter.</summary>
    public static Seller Main { get; } = new("main");

    public static IReadOnlyList<Seller> Several(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new Seller($"s{i:d3}"))];

    public AccountSettings ForSimulator(string vendor, double? callsPerSecond) => new()
    {
        Secret = SecretAt(vendor),
        SellerNick = vendor is VendorNames.Fengchao ? Shop : null,
        CallsPerSecond = callsPerSecond,
    };
}
