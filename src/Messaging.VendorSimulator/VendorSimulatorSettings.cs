using Messaging.VendorSimulator.Accounts;
using Messaging.VendorSimulator.Em;
using Messaging.VendorSimulator.Faults;
using Messaging.VendorSimulator.Fengchao;
using Messaging.VendorSimulator.Polyv;

namespace Messaging.VendorSimulator;

/// <summary>Where the simulator listens, its accounts and how it misbehaves.</summary>
public sealed class VendorSimulatorSettings
{
    private readonly List<SimulatedApi> _apis = [];

    /// <summary>The three vendors with their demo accounts, and no faults.</summary>
    public VendorSimulatorSettings()
    {
        Add(new(VendorNames.Polyv, PolyvEndpoints.Map));
        Add(new(VendorNames.Fengchao, FengchaoEndpoints.Map));
        Add(new(VendorNames.Em, EmEndpoints.Map));
        Accounts[VendorNames.Fengchao]["demo-fengchao"].SellerNick = "demo-shop";
    }

    /// <summary>
    /// The addresses to listen on, separated by semicolons. Port 0 takes a free port: see
    /// <see cref="VendorSimulatorApp.SimulatorAddress"/>. Default: <c>http://127.0.0.1:7070</c>. The admin addresses
    /// are on the same listener and ask for no password: keep it on loopback.
    /// </summary>
    public string Urls { get; set; } = "http://127.0.0.1:7070";

    /// <summary>
    /// The accounts: by vendor, then by application id. Default: one demo account per vendor, <c>demo-{vendor}</c> with
    /// the secret <c>demo-{vendor}-secret</c>, see the README.
    /// </summary>
    public Dictionary<string, Dictionary<string, AccountSettings>> Accounts { get; } =
        new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How each vendor misbehaves, by vendor. Default: not at all.</summary>
    public Dictionary<string, FaultProfile> Faults { get; } = new(StringComparer.OrdinalIgnoreCase);

    internal IReadOnlyList<SimulatedApi> Apis => _apis;

    /// <summary>
    /// Reads <c>Urls</c>, <c>Accounts:{vendor}:{appId}:…</c> (in addition to the demo accounts), <c>Faults:…</c> for
    /// every vendor and <c>Faults:{vendor}:…</c> over it.
    /// </summary>
    /// <param name="configuration">What to read from.</param>
    /// <param name="others">Vendors beside the three.</param>
    public static VendorSimulatorSettings From(IConfiguration configuration, params IEnumerable<SimulatedApi> others)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(others);
        var settings = new VendorSimulatorSettings();
        foreach (var api in others)
            settings.Add(api);
        settings.Urls = configuration["Urls"] ?? settings.Urls;
        configuration.GetSection("Accounts").Bind(settings.Accounts);
        var faults = configuration.GetSection("Faults");
        foreach (var api in settings._apis)
        {
            var profile = new FaultProfile();
            faults.Bind(profile);
            faults.GetSection(api.Name).Bind(profile);
            settings.Faults[api.Name] = profile;
        }

        return settings;
    }

    /// <summary>Adds a vendor beside the three, with a demo account.</summary>
    /// <param name="api">The vendor.</param>
    public VendorSimulatorSettings Add(SimulatedApi api)
    {
        ArgumentNullException.ThrowIfNull(api);
        _apis.Add(api);
        var account = $"demo-{api.Name}";
        Accounts[api.Name] = new(StringComparer.Ordinal) { [account] = new() { Secret = $"{account}-secret" } };
        return this;
    }

    internal IEnumerable<string> ParseUrls() =>
        Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    internal IEnumerable<string> FindErrors() =>
    [
        .. Accounts.Keys.Concat(Faults.Keys)
            .Where(name => !_apis.Exists(api => api.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            .Select(name => VendorNames.Unknown(name, _apis.Select(api => api.Name))),
        .. Accounts.SelectMany(vendor => AccountSettings.FindErrors(vendor.Value, $"Accounts:{vendor.Key}")),
        .. Faults.SelectMany(vendor => vendor.Value.FindErrors($"Faults:{vendor.Key}")),
    ];
}
