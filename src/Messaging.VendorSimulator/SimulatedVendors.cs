namespace Messaging.VendorSimulator;

/// <summary>The vendors of a simulator: the three, and those that were added.</summary>
public sealed class SimulatedVendors
{
    internal SimulatedVendors(VendorSimulatorSettings settings, TimeProvider time)
    {
        var errors = settings.FindErrors().ToArray();
        if (errors.Length > 0)
            throw new ArgumentException(string.Join(Environment.NewLine, errors), nameof(settings));
        All =
        [
            .. settings.Apis.Select(api => new SimulatedVendor(
                api.Name,
                settings.Accounts.GetValueOrDefault(api.Name) ?? [],
                settings.Faults.GetValueOrDefault(api.Name) ?? new(),
                time)),
        ];
    }

    /// <summary>Polyv, which sets the status of orders.</summary>
    public SimulatedVendor Polyv => this[VendorNames.Polyv];

    /// <summary>Fengchao (Doudian), which ships orders.</summary>
    public SimulatedVendor Fengchao => this[VendorNames.Fengchao];

    /// <summary>EM, which modifies orders.</summary>
    public SimulatedVendor Em => this[VendorNames.Em];

    /// <summary>All of them.</summary>
    public IReadOnlyList<SimulatedVendor> All { get; }

    /// <summary>The vendor of that name.</summary>
    /// <param name="name">Its name, in any case.</param>
    /// <exception cref="ArgumentException">There is none; the message names those that there are.</exception>
    public SimulatedVendor this[string name] => Find(name) ?? throw new ArgumentException(Unknown(name), nameof(name));

    /// <summary>The vendor of that name, or null.</summary>
    /// <param name="name">Its name, in any case.</param>
    public SimulatedVendor? Find(string? name) =>
        All.FirstOrDefault(vendor => vendor.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    internal string Unknown(string name) => VendorNames.Unknown(name, All.Select(vendor => vendor.Name));
}
