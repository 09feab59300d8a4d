using System.Runtime.ExceptionServices;
using DbUp.Builder;
using Microsoft.Extensions.Logging;

namespace Messaging.Fulfillment.Ledger.Migrations;

/// <summary>Runs the migration scripts that a database has not seen yet, all in one transaction.</summary>
internal static class LedgerMigrator
{
    /// <summary>An index over all that is kept may take long to build.</summary>
    private static readonly TimeSpan LongestScript = TimeSpan.FromHours(6);

    /// <param name="database">The database.</param>
    /// <param name="scripts">
    /// Which scripts: <c>postgres</c> or <c>sqlite</c>, as in the names of the embedded resources.
    /// </param>
    /// <param name="keepOthersAway">
    /// A statement that keeps other workers from migrating until the transaction's end, or fails; null where the caller
    /// sees to that.
    /// </param>
    /// <param name="logger">Gets the migrator's log.</param>
    /// <remarks>Throws what the database threw.</remarks>
    public static void Migrate(
        UpgradeEngineBuilder database, string scripts, string? keepOthersAway, ILogger logger)
    {
        var prefix = scripts + '/';
        var result = database
            .WithScriptsEmbeddedInAssembly(
                typeof(LedgerMigrator).Assembly, name => name.StartsWith(prefix, StringComparison.Ordinal))
            .WithTransaction()
            .WithVariablesDisabled()
            .WithExecutionTimeout(LongestScript)
            .JournalTo((connections, _) => new LedgerJournal(connections, prefix, keepOthersAway))
            .LogTo(new MigrationLog(logger))
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
            ExceptionDispatchInfo.Throw(result.Error);
    }
}
