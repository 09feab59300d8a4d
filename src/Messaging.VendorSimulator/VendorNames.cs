namespace Messaging.VendorSimulator;

/// <summary>
/// The names of the three, as in settings and in the admin addresses. Case is ignored.
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

    internal static string Unknown(string name, IEnumerable<string> known) =>
        $"'{name}' is not a vendor; the vendors are {string.Join(", ", known)}.";
}
