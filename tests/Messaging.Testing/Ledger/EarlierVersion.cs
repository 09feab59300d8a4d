using System.Data.Common;
using Messaging.Fulfillment.Ledger;

namespace Messaging.Testing.Ledger;

/// <summary>The schemas of earlier versions.</summary>
public static class EarlierVersion
{
    private const string First = "20260101000000_Initial";

    /// <summary>
    /// Creates the schema of the first version, with the record of its migration as another migration library left it.
    /// </summary>
    public static Task CreateFirstAsync(DbConnection connection, string scripts, CancellationToken cancellationToken) =>
        CreateAsync(connection, scripts, [First], cancellationToken);

    /// <summary>Creates the schema of the version whose last migration was <paramref name="last"/>.</summary>
    public static Task CreateAsync(
        DbConnection connection, string scripts, string last, CancellationToken cancellationToken) =>
        CreateAsync(
            connection,
            scripts,
            typeof(ILedger).Assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith($"{scripts}/", StringComparison.Ordinal))
                .Select(name => name[(scripts.Length + 1)..])
                .Where(id => string.CompareOrdinal(id, last) <= 0)
                .Order(StringComparer.Ordinal),
            cancellationToken);

    private static async Task CreateAsync(
        DbConnection connection, string scripts, IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        await using var command = connection.CreateCommand();
        command.CommandText =
            """
            create table ledger_migrations (
              "MigrationId" character varying(150) not null,
              "ProductVersion" character varying(32) not null,
              constraint "PK_ledger_migrations" primary key ("MigrationId"));
            """;
        await command.ExecuteNonQueryAsync(cancellationToken);
        foreach (var id in ids)
        {
            using var stream = typeof(ILedger).Assembly.GetManifestResourceStream($"{scripts}/{id}")!;
            using var script = new StreamReader(stream);
            command.CommandText = await script.ReadToEndAsync(cancellationToken)
                + $";insert into ledger_migrations values ('{id}', '10.0.14')";
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
