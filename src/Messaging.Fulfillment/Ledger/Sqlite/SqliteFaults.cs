using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Messaging.Fulfillment.Ledger.Sqlite;

internal static class SqliteFaults
{
    /// <summary>
    /// A full or failing disk and a reader that blocks are waited out. A failed commit was rolled back: SQLite is
    /// certain of that.
    /// </summary>
    public static LedgerFault Classify(Exception e) =>
        e is SqliteException
        {
            SqliteErrorCode: SQLITE_BUSY or SQLITE_LOCKED or SQLITE_FULL
                or SQLITE_IOERR or SQLITE_NOMEM or SQLITE_READONLY,
        }
            ? LedgerFault.Unreachable
            : LedgerFault.Mistake;
}
