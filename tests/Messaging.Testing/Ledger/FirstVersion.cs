using System.Data.Common;
using Messaging.Fulfillment.Ledger;

namespace Messaging.Testing.Ledger;

/// <summary>The schema of the first version, which was created by another migration library.</summary>
public static class FirstVersion
{
    private const string Id = "20260101000000_Initial";

    /// <summary>Creates it, with the record of its migration as that library left it.</summary>
    public static async Task CreateAsync(DbConnection connection, string scripts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        using var stream = typeof(ILedger).Assembly.GetManifestResourceStream($"{scripts}/{Id}")!;
        using var script = new StreamReader(stream);
        await using var command = connection.CreateCommand();
        command.CommandText = await script.ReadToEndAsync(cancellationToken) +
            $"""
            ;
            create table ledger_migrations (
              "MigrationId" character varying(150) not null,
              "ProductVersion" character varying(32) not null,
              constraint "PK_ledger_migrations" primary key ("MigrationId"));
            insert into ledger_migrations values ('{Id}', '10.0.14');
            """;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
