using System.Data;
using DbUp.Engine;
using DbUp.Engine.Transactions;

namespace Messaging.Fulfillment.Ledger.Migrations;

/// <summary>
/// Remembers which scripts a database has seen, in the table that the first versions of this service kept for the same
/// purpose: their databases are recognised, and workers of both versions can start beside one another.
/// </summary>
/// <param name="connections">The connection that the scripts run on.</param>
/// <param name="prefix">What an embedded script's name has before its id.</param>
/// <param name="keepOthersAway">Comes before anything is read; null for nothing.</param>
internal sealed class LedgerJournal(
    Func<IConnectionManager> connections, string prefix, string? keepOthersAway) : IJournal
{
    private const string CreateTable =
        """
        create table if not exists ledger_migrations (
          "MigrationId" varchar(150) not null primary key,
          "ProductVersion" varchar(32) not null)
        """;

    private static readonly string Version = typeof(LedgerJournal).Assembly.GetName().Version?.ToString() ?? "";

    public string[] GetExecutedScripts()
    {
        var scripts = new List<string>();
        connections().ExecuteCommandsWithManagedConnection(createCommand =>
        {
            KeepOthersAway(createCommand);
            EnsureTableExistsAndIsLatestVersion(createCommand);
            using var command = createCommand();
            command.CommandText = """select "MigrationId" from ledger_migrations""";
            using var row = command.ExecuteReader();
            while (row.Read())
                scripts.Add(prefix + row.GetString(0));
        });
        return [.. scripts];
    }

    public void StoreExecutedScript(SqlScript script, Func<IDbCommand> dbCommandFactory)
    {
        using var command = dbCommandFactory();
        command.CommandText =
            """insert into ledger_migrations ("MigrationId", "ProductVersion") values (@id, @version)""";
        Add("id", script.Name[prefix.Length..]);
        Add("version", Version);
        command.ExecuteNonQuery();

        void Add(string name, string value)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
    }

    public void EnsureTableExistsAndIsLatestVersion(Func<IDbCommand> dbCommandFactory)
    {
        using var command = dbCommandFactory();
        command.CommandText = CreateTable;
        command.ExecuteNonQuery();
    }

    private void KeepOthersAway(Func<IDbCommand> createCommand)
    {
        if (keepOthersAway is null)
            return;
        using var command = createCommand();
        command.CommandText = keepOthersAway;
        command.ExecuteNonQuery();
    }
}
