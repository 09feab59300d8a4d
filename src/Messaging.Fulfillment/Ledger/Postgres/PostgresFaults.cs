using System.Net.Sockets;
using Npgsql;
using static Npgsql.PostgresErrorCodes;

namespace Messaging.Fulfillment.Ledger.Postgres;

internal static class PostgresFaults
{
    /// <param name="e">The failure.</param>
    /// <param name="wasOpen">
    /// Whether the ledger has worked before: then it is not this worker's settings that are wrong.
    /// </param>
    public static LedgerFault Classify(Exception e, bool wasOpen) => e switch
    {
        // Two workers met at one order or one event: the other was first.
        PostgresException { SqlState: UniqueViolation or DeadlockDetected or SerializationFailure } =>
            LedgerFault.Conflict,
        PostgresException { SqlState: var state } =>
            IsUnable(state) || (wasOpen && !IsTiedToContent(state)) ? LedgerFault.Unreachable : LedgerFault.Mistake,
        NpgsqlException or IOException or SocketException or TimeoutException => LedgerFault.Unreachable,
        _ => LedgerFault.Mistake,
    };

    /// <summary>
    /// Starting, stopping, full, overloaded, a session that a pause of this process let lapse, or a standby that is
    /// about to become the primary.
    /// </summary>
    private static bool IsUnable(string state) =>
        state.StartsWith("08", StringComparison.Ordinal)
        || state.StartsWith("53", StringComparison.Ordinal)
        || state.StartsWith("57", StringComparison.Ordinal)
        || state.StartsWith("58", StringComparison.Ordinal)
        // The last two: idle in a transaction; a transaction that took too long.
        || state is ReadOnlySqlTransaction or LockNotAvailable or "25P03" or "25P04";

    /// <summary>
    /// What the values given are to blame for: data that does not fit, constraints, limits of the database. Everything
    /// else that a database says which has worked before is its own trouble, or its operator's: a password that is
    /// being changed, a restore under way, a damaged index. It ends when that is mended.
    /// </summary>
    private static bool IsTiedToContent(string state) =>
        state.StartsWith("22", StringComparison.Ordinal)
        || state.StartsWith("23", StringComparison.Ordinal)
        || state.StartsWith("54", StringComparison.Ordinal);
}
