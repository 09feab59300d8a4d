namespace Messaging.Fulfillment.Ledger.Sqlite;

/// <summary>What was received and settled of a vendor since the beginning.</summary>
internal static class SqliteCounters
{
    private const string Increase =
        """
        insert into tallies (vendor, received, succeeded, failed) values ($1, $2, $3, $4)
        on conflict (vendor) do update set
          received = received + excluded.received, succeeded = succeeded + excluded.succeeded,
            failed = failed + excluded.failed
        """;

    public static void Add(SqliteSession db, string vendor, int received = 0, int succeeded = 0, int failed = 0) =>
        db.Execute(Increase, vendor, received, succeeded, failed);
}
