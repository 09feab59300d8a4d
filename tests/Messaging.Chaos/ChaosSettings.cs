using System.Globalization;
using Messaging.Chaos.Faults;

namespace Messaging.Chaos;

/// <summary>The settings of a run.</summary>
public sealed record ChaosSettings
{
    /// <summary>Different order events. Default: 2,000.</summary>
    public int Orders { get; init; } = 2000;

    /// <summary>Chooses the orders, the vendors' faults and the kills. Default: 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// How long processes are killed; the orders are published over the first two thirds of it. Default: 1.
    /// </summary>
    public double Minutes { get; init; } = 1;

    /// <summary>Worker processes. Default: 2, with SQLite 1.</summary>
    public int Workers { get; init; } = 2;

    /// <summary><c>postgres</c> or <c>sqlite</c>. Default: postgres.</summary>
    public string Ledger { get; init; } = "postgres";

    /// <summary>Brokers, joined to a cluster. Default: 1.</summary>
    public int Brokers { get; init; } = 1;

    /// <summary>Whether workers, brokers and database are killed. Default: true.</summary>
    public bool Kills { get; init; } = true;

    /// <summary>What goes wrong besides, in turn; by name. Default: nothing.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>
    /// The folder of another version of the worker: all begin as that, and <see cref="FaultNames.Replace"/> takes
    /// turns. Default: null, there is one version.
    /// </summary>
    public string? Before { get; init; }

    /// <summary>The folder that gets what the workers have logged. Default: null, none does.</summary>
    public string? Logs { get; init; }

    public bool IsSqlite => Ledger.Equals("sqlite", StringComparison.Ordinal);

    public bool SetsClock => Faults.Contains(FaultNames.Clock, StringComparer.Ordinal);

    public TimeSpan Duration => TimeSpan.FromMinutes(Minutes);

    /// <summary>How long the system may take to finish once nothing is killed any more.</summary>
    public TimeSpan DrainLimit => TimeSpan.FromMinutes(3) + Duration / 2;

    /// <summary>
    /// Reads <c>--orders N --seed S --minutes M --workers K --ledger sqlite|postgres --brokers B
    /// --faults NAME,… --before FOLDER --logs FOLDER</c>; see <see cref="FaultNames"/>.
    /// </summary>
    /// <exception cref="ArgumentException">An option is unknown or out of range.</exception>
    public static ChaosSettings Parse(IReadOnlyList<string> args)
    {
        var settings = new ChaosSettings();
        int? workers = null;
        for (var i = 0; i < args.Count; i += 2)
        {
            var value = i + 1 < args.Count
                ? args[i + 1]
                : throw new ArgumentException($"{args[i]} has no value.", nameof(args));
            settings = args[i] switch
            {
                "--orders" => settings with { Orders = Number(value) },
                "--seed" => settings with { Seed = Number(value) },
                "--minutes" => settings with { Minutes = double.Parse(value, CultureInfo.InvariantCulture) },
                "--workers" => settings with { Workers = (workers = Number(value)).Value },
                "--ledger" when value is "sqlite" or "postgres" => settings with { Ledger = value },
                "--brokers" => settings with { Brokers = Number(value) },
                "--before" when File.Exists(Path.Combine(value, ChaosRun.Worker)) => settings with { Before = value },
                "--logs" => settings with { Logs = Directory.CreateDirectory(value).FullName },
                "--faults" => settings.WithFaults(value.Split(',')),
                _ => throw new ArgumentException($"Not understood: {args[i]} {value}", nameof(args)),
            };
        }

        if (settings.IsSqlite && workers > 1)
            throw new ArgumentException("SQLite is the ledger of one worker.", nameof(args));
        if (settings.IsSqlite && settings.Faults.FirstOrDefault(FaultNames.IsOfDatabase) is { } fault)
            throw new ArgumentException($"SQLite has no server: {fault} needs postgres.", nameof(args));
        return settings.IsSqlite ? settings with { Workers = 1 } : settings;
    }

    private ChaosSettings WithFaults(string[] names) =>
        names.FirstOrDefault(name => !FaultNames.All.Contains(name, StringComparer.Ordinal)) is { } unknown
            ? throw new ArgumentException($"No such fault: {unknown}", nameof(names))
            : this with
            {
                Kills = names.Contains(FaultNames.Kill, StringComparer.Ordinal),
                Faults = [.. names.Where(name => name is not FaultNames.Kill)],
            };

    private static int Number(string value) => int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture);
}
