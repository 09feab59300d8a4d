using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Ledger.Sqlite;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Messaging.Fulfillment.Tests.Ledger;

public class SqliteFaultsTests
{
    [Theory]
    [InlineData(SQLITE_FULL, true, true)]
    [InlineData(SQLITE_IOERR, true, true)]
    [InlineData(SQLITE_CORRUPT, false, true)]
    [InlineData(SQLITE_CANTOPEN, false, true)]
    [InlineData(SQLITE_NOTADB, false, true)]
    [InlineData(SQLITE_TOOBIG, false, false)]
    [InlineData(SQLITE_CONSTRAINT, false, false)]
    [InlineData(SQLITE_MISMATCH, false, false)]
    public void What_the_values_are_not_to_blame_for_is_waited_out_once_the_file_has_worked(
        int code, bool atStart, bool later)
    {
        var fault = new SqliteException("no", code);

        Assert.Equal(atStart, SqliteFaults.Classify(fault, wasOpen: false) is LedgerFault.Unreachable);
        Assert.Equal(later, SqliteFaults.Classify(fault, wasOpen: true) is LedgerFault.Unreachable);
    }
}
