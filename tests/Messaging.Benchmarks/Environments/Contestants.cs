using Messaging.Benchmarks.Orders;

namespace Messaging.Benchmarks.Environments;

/// <summary>The contestants, and how each is started in an environment.</summary>
internal static class Contestants
{
    public const string Sqlite = "sqlite";
    public const string Postgres = "postgres";
    public const string FilledSqlite = "sqlite+filled";
    public const string FilledPostgres = "postgres+filled";
    public const string Raw = "raw";
    public const string RawWithLedger = "raw+ledger";
    public const string MassTransit = "masstransit";
    public const string MassTransitWithOutbox = "masstransit+outbox";
    public const string Wolverine = "wolverine";
    public const string Single = "single";
    public const string Node = "node";

    private const string OursPrefix = "ours+";
    private static readonly string Worker = Path.Combine(AppContext.BaseDirectory, "Messaging.Worker.dll");
    private static readonly string RuntimeSettings = Path.ChangeExtension(Worker, "runtimeconfig.json");

    /// <summary>All contestants but the service itself.</summary>
    public static IReadOnlyList<string> Baselines { get; } =
        [Raw, RawWithLedger, MassTransit, MassTransitWithOutbox, Wolverine, Single, Node];

    /// <summary>A ledger with a long history.</summary>
    public static string Filled(string ledger) => ledger is Sqlite ? FilledSqlite : FilledPostgres;

    public static string Ours(string ledger) => OursPrefix + ledger;

    public static bool IsOurs(string contestant) => contestant.StartsWith(OursPrefix, StringComparison.Ordinal);

    /// <summary>Whether it keeps something in PostgreSQL.</summary>
    public static bool NeedsDatabase(string contestant) =>
        contestant is RawWithLedger or MassTransitWithOutbox
        || contestant.Equals(Ours(Postgres), StringComparison.Ordinal);

    /// <summary>
    /// At a limit of one order per call every contestant makes one call per order, and batches have no use.
    /// </summary>
    public static bool TakesPart(string contestant, Flow flow) =>
        contestant is not (Single or MassTransitWithOutbox or Wolverine) || flow.OrdersPerCall > 1;

    public static async Task<Launch> PrepareAsync(string contestant, TrialEnvironment environment, WorkerTuning tuning)
    {
        if (IsOurs(contestant))
        {
            return new(
                ["dotnet", "exec", Worker],
                await WorkerSettings.ForAsync(environment, contestant[OursPrefix.Length..], tuning));
        }

        var address = environment.Servers.Vendors.Address.ToString();
        var database = NeedsDatabase(contestant) ? await environment.Servers.Database!.CreateDatabaseAsync() : "";
        string[] where = [environment.Flow.Vendor, environment.Broker, address, database];

        // The same runtime settings as the worker's: garbage collector, tiered compilation.
        string[] program = contestant is Node
            ? ["node", NodeProgram.Script]
            :
            [
                "dotnet", "exec", "--runtimeconfig", RuntimeSettings,
                typeof(Contestants).Assembly.Location, "baseline", contestant,
            ];
        return new([.. program, .. where], new Dictionary<string, string>(StringComparer.Ordinal));
    }
}
