using System.Net.Sockets;
using Npgsql;
using static Npgsql.PostgresErrorCodes;

namespace Messaging.Fulfillment.Ledger.Postgres;

internal static class PostgresFaults
{
    public static LedgerFault Classify(Exception e) => e switch
    {
        // Two workers met at one order or one event: the other was first.
        PostgresException { SqlState: UniqueViolation or DeadlockDetected or SerializationFailure } => LedgerFault.Conflict,
        PostgresException postgres => IsUnable(postgres.SqlState) ? LedgerFault.Unreachable : LedgerFault.Mistake,
        NpgsqlException or IOException or SocketException or TimeoutException => LedgerFault.Unreachable,
        // How EF Core hands on what Npgsql calls transient, while it migrates.
        InvalidOperationException { InnerException: NpgsqlException cause } => Classify(cause),
        _ => LedgerFault.Mistake,
    };

    /// <summary>Starting, stopping, full, overloaded, a session that a pause of this process let lapse, or a standby that is about to become the primary.</summary>
    private static bool IsUnable(string state) =>
        state.StartsWith("08", StringComparison.Ordinal)
        || state.StartsWith("53", StringComparison.Ordinal)
        || state.StartsWith("57", StringComparison.Ordinal)
        || state.StartsWith("58", StringComparison.Ordinal)
        || state is ReadOnlySqlTransaction or LockNotAvailable or "25P03" or "25P04"; // idle in a transaction; a transaction that took too long
}
