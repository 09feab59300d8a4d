using System.Runtime.ExceptionServices;
using DbUp.Builder;
using Microsoft.Extensions.Logging;

namespace Messaging.Fulfillment.Ledger.Migrations;

/// <summary>Runs the migration scripts that a database has not seen yet, each in a transaction of its own.</summary>
internal static class LedgerMigrator
{
    /// <summary>An index over all that is kept may take long to build.</summary>
    private static readonly TimeSpan LongestScript = TimeSpan.FromHours(6);

    /// <param name="database">The database; the caller keeps other workers away from it meanwhile.</param>
    /// <param name="scripts">
    /// Which scripts: <c>postgres</c> or <c>sqlite</c>, as in the names of the embedded resources.
    /// </param>
    /// <param name="logger">Gets the migrator's log.</param>
    /// <remarks>Throws what the database threw.</remarks>
    public static void Migrate(UpgradeEngineBuilder database, string scripts, ILogger logger)
    {
        var prefix = scripts + '/';
        var result = database
            .WithScriptsEmbeddedInAssembly(
                typeof(LedgerMigrator).Assembly, name => name.StartsWith(prefix, StringComparison.Ordinal))
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .WithExecutionTimeout(LongestScript)
            .JournalTo((connections, _) => new LedgerJournal(connections, prefix))
            .LogTo(logger)
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
            ExceptionDispatchInfo.Throw(result.Error);
    }
}
