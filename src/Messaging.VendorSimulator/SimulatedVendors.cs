namespace Messaging.VendorSimulator;

/// <summary>The three vendors.</summary>
public sealed class SimulatedVendors
{
    internal SimulatedVendors(VendorSimulatorSettings settings, TimeProvider time)
    {
        var errors = settings.FindErrors().ToArray();
        if (errors.Length > 0)
            throw new ArgumentException(string.Join(Environment.NewLine, errors), nameof(settings));
        Polyv = Create(VendorNames.Polyv);
        Fengchao = Create(VendorNames.Fengchao);
        Em = Create(VendorNames.Em);

        SimulatedVendor Create(string name) =>
            new(
                name,
                settings.Accounts.GetValueOrDefault(name) ?? [],
                settings.Faults.GetValueOrDefault(name) ?? new(),
                time);
    }

    /// <summary>Polyv, which sets the status of orders.</summary>
    public SimulatedVendor Polyv { get; }

    /// <summary>Fengchao (Doudian), which ships orders.</summary>
    public SimulatedVendor Fengchao { get; }

    /// <summary>EM, which modifies orders.</summary>
    public SimulatedVendor Em { get; }

    /// <summary>All three.</summary>
    public IReadOnlyList<SimulatedVendor> All => [Polyv, Fengchao, Em];

    /// <summary>The vendor of that name, or null.</summary>
    /// <param name="name">One of <see cref="VendorNames"/>, in any case.</param>
    public SimulatedVendor? Find(string? name) =>
        All.FirstOrDefault(vendor => vendor.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
