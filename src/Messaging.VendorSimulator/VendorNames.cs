namespace Messaging.VendorSimulator;

/// <summary>
/// The vendors' names, as in settings and in the admin addresses. Case is ignored.
/// </summary>
public static class VendorNames
{
    /// <summary>Polyv, which sets the status of orders.</summary>
    public const string Polyv = "polyv";

    /// <summary>Fengchao (Doudian), which ships orders.</summary>
    public const string Fengchao = "fengchao";

    /// <summary>EM, which modifies orders.</summary>
    public const string Em = "em";

    /// <summary>All three.</summary>
    public static IReadOnlyList<string> All { get; } = [Polyv, Fengchao, Em];
}
