using Messaging.VendorSimulator.Accounts;
using Messaging.VendorSimulator.Faults;

namespace Messaging.VendorSimulator;

/// <summary>Where the simulator listens, its accounts and how it misbehaves.</summary>
public sealed class VendorSimulatorSettings
{
    /// <summary>
    /// The addresses to listen on, separated by semicolons. Port 0 takes a free port: see
    /// <see cref="VendorSimulatorApp.SimulatorAddress"/>. Default: <c>http://127.0.0.1:7070</c>. The admin addresses
    /// are on the same listener and ask for no password: keep it on loopback.
    /// </summary>
    public string Urls { get; set; } = "http://127.0.0.1:7070";

    /// <summary>
    /// The accounts: by vendor, then by application id. Default: one demo account per vendor, see the README.
    /// </summary>
    public Dictionary<string, Dictionary<string, AccountSettings>> Accounts { get; } =
        new(StringComparer.OrdinalIgnoreCase)
        {
            [VendorNames.Polyv] =
                new(StringComparer.Ordinal) { ["demo-polyv"] = new() { Secret = "demo-polyv-secret" } },
            [VendorNames.Fengchao] = new(StringComparer.Ordinal)
            {
                ["demo-fengchao"] = new() { Secret = "demo-fengchao-secret", SellerNick = "demo-shop" },
            },
            [VendorNames.Em] = new(StringComparer.Ordinal) { ["demo-em"] = new() { Secret = "demo-em-secret" } },
        };

    /// <summary>How each vendor misbehaves, by vendor. Default: not at all.</summary>
    public Dictionary<string, FaultProfile> Faults { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Reads <c>Urls</c>, <c>Accounts:{vendor}:{appId}:…</c> (in addition to the demo accounts), <c>Faults:…</c> for
    /// every vendor and <c>Faults:{vendor}:…</c> over it.
    /// </summary>
    /// <param name="configuration">What to read from.</param>
    public static VendorSimulatorSettings From(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var settings = new VendorSimulatorSettings();
        settings.Urls = configuration["Urls"] ?? settings.Urls;
        configuration.GetSection("Accounts").Bind(settings.Accounts);
        var faults = configuration.GetSection("Faults");
        foreach (var vendor in VendorNames.All)
        {
            var profile = new FaultProfile();
            faults.Bind(profile);
            faults.GetSection(vendor).Bind(profile);
            settings.Faults[vendor] = profile;
        }

        return settings;
    }

    internal IEnumerable<string> ParseUrls() =>
        Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    internal IEnumerable<string> FindErrors() =>
    [
        .. Accounts.Keys.Concat(Faults.Keys)
            .Where(name => !VendorNames.All.Contains(name, StringComparer.OrdinalIgnoreCase))
            .Select(name => $"'{name}' is not a vendor; the vendors are {string.Join(", ", VendorNames.All)}."),
        .. Accounts.SelectMany(vendor => AccountSettings.FindErrors(vendor.Value, $"Accounts:{vendor.Key}")),
        .. Faults.SelectMany(vendor => vendor.Value.FindErrors($"Faults:{vendor.Key}")),
    ];
}
