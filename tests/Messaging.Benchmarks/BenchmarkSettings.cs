using System.Globalization;
using Messaging.Benchmarks.Environments;
using Messaging.Benchmarks.Orders;

namespace Messaging.Benchmarks;

/// <summary>The options of a measurement.</summary>
internal sealed record BenchmarkSettings
{
    /// <summary>Order events in a measurement. Default: null, the verb's own number.</summary>
    public int? Orders { get; init; }

    /// <summary>How often each contestant is measured. Default: 3.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>The ledgers with which the service takes part. Default: both.</summary>
    public IReadOnlyList<string> Ledgers { get; init; } = [Contestants.Sqlite, Contestants.Postgres];

    /// <summary>The baselines that take part. Default: all.</summary>
    public IReadOnlyList<string> Baselines { get; init; } = Contestants.Baselines;

    /// <summary>The vendor flows. Default: null, the verb's own.</summary>
    public IReadOnlyList<Flow>? Flows { get; init; }

    /// <summary>
    /// The service with each ledger, at each flow: for verbs that measure nobody else. Limit 100, unless other flows
    /// are named.
    /// </summary>
    public IEnumerable<(Flow Flow, string Ledger)> Service =>
        (Flows ?? [Flow.Fengchao]).SelectMany(flow => Ledgers.Select(ledger => (flow, ledger)));

    /// <summary>Whether somebody who takes part keeps something in PostgreSQL.</summary>
    public bool NeedsDatabase =>
        Baselines.Concat(Ledgers.Select(Contestants.Ours)).Any(Contestants.NeedsDatabase);

    /// <summary>
    /// Settled entries in a ledger with which the service takes part once more, of each kind that takes part. Default:
    /// null, it does not.
    /// </summary>
    public int? Filled { get; init; }

    /// <summary>How many workers share the work, a measurement for each. Default: null, the verb's own.</summary>
    public IReadOnlyList<int>? Workers { get; init; }

    /// <summary>How long a soak lasts after its first minute. Default: null, the verb's own.</summary>
    public int? Minutes { get; init; }

    /// <summary>Whether the report is written to standard output as JSON instead of text. Default: false.</summary>
    public bool Json { get; init; }

    /// <summary>The file that the chart of <c>pipeline</c> is written to, as SVG. Default: null, none.</summary>
    public string? Chart { get; init; }

    /// <summary>
    /// Reads <c>--orders N --rounds R --ledger none|sqlite|postgres --rivals a,b --flows x,y --filled N --minutes N
    /// --workers A,B --chart FILE --json</c>.
    /// </summary>
    /// <exception cref="ArgumentException">An option is unknown or out of range.</exception>
    public static BenchmarkSettings Parse(IReadOnlyList<string> args)
    {
        var settings = new BenchmarkSettings();
        var left = new Queue<string>(args);
        while (left.TryDequeue(out var name))
        {
            settings = name switch
            {
                "--json" => settings with { Json = true },
                "--orders" => settings with { Orders = Number(name, Value(), 10_000_000) },
                "--rounds" => settings with { Rounds = Number(name, Value(), 100) },
                "--filled" => settings with { Filled = Number(name, Value(), 100_000_000) },
                "--minutes" => settings with { Minutes = Number(name, Value(), 10_000) },
                "--workers" =>
                    settings with { Workers = [.. Value().Split(',').Select(value => Number(name, value, 64))] },
                "--ledger" => settings with { Ledgers = ParseLedgers(Value()) },
                "--chart" => settings with { Chart = Value() },
                "--rivals" => settings with { Baselines = ParseBaselines(Value()) },
                "--flows" => settings with { Flows = [.. Value().Split(',').Select(Flow.Parse)] },
                _ => throw new ArgumentException($"Not understood: {name}", nameof(args)),
            };

            string Value() => left.TryDequeue(out var value)
                ? value
                : throw new ArgumentException($"{name} has no value.", nameof(args));
        }

        return settings;
    }

    private static int Number(string name, string value, int most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= 1
            && number <= most
            ? number
            : throw new ArgumentException($"{name}: '{value}' is not a number from 1 to {most}.", name);

    private static string[] ParseLedgers(string value) => value switch
    {
        "none" => [],
        Contestants.Sqlite or Contestants.Postgres => [value],
        _ => throw new ArgumentException($"--ledger: '{value}' is none of none, sqlite, postgres.", nameof(value)),
    };

    private static string[] ParseBaselines(string value)
    {
        var baselines = value is "none" ? [] : value.Split(',');
        return baselines.Except(Contestants.Baselines, StringComparer.Ordinal).FirstOrDefault() is { } unknown
            ? throw new ArgumentException(
                $"--rivals: '{unknown}' is none of {string.Join(", ", Contestants.Baselines)}.", nameof(value))
            : baselines;
    }
}
