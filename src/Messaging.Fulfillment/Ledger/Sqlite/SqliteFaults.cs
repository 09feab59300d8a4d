using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Messaging.Fulfillment.Ledger.Sqlite;

internal static class SqliteFaults
{
    /// <summary>
    /// A full or failing disk and a reader that blocks are waited out, and so is everything else that the values given
    /// are not to blame for once the file has worked. A failed commit was rolled back: SQLite is certain of that.
    /// </summary>
    /// <param name="e">The failure.</param>
    /// <param name="wasOpen">Whether the ledger has worked before.</param>
    public static LedgerFault Classify(Exception e, bool wasOpen) => e switch
    {
        SqliteException
        {
            SqliteErrorCode: SQLITE_BUSY or SQLITE_LOCKED or SQLITE_FULL
                or SQLITE_IOERR or SQLITE_NOMEM or SQLITE_READONLY,
        } => LedgerFault.Unreachable,
        SqliteException
        {
            SqliteErrorCode: SQLITE_TOOBIG or SQLITE_CONSTRAINT or SQLITE_MISMATCH or SQLITE_MISUSE or SQLITE_RANGE,
        } => LedgerFault.Mistake,
        SqliteException when wasOpen => LedgerFault.Unreachable,
        _ => LedgerFault.Mistake,
    };
}
