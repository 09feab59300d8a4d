using Microsoft.Data.Sqlite;

namespace Messaging.Fulfillment.Ledger.Sqlite;

/// <summary>The database's file, and the lock that keeps a second process away from it.</summary>
internal sealed class SqliteFile : IDisposable
{
    private readonly SqliteConnectionStringBuilder _settings;
    private FileStream? _lock;

    public SqliteFile(string connectionString)
    {
        // Without pooling a closed connection is closed, and the file free.
        _settings = new SqliteConnectionStringBuilder(connectionString) { Pooling = false, DefaultTimeout = 5 };
        IsMemory = _settings.Mode == SqliteOpenMode.Memory
            || _settings.DataSource.Equals(":memory:", StringComparison.Ordinal);
    }

    /// <summary>True for a database in memory, which ends with its one connection; for tests.</summary>
    public bool IsMemory { get; }

    /// <summary>Claims the file for this process. The system frees it when the process ends, however it ends.</summary>
    /// <exception cref="LedgerException">Another process has it, or it cannot be written.</exception>
    public void Lock()
    {
        if (IsMemory)
            return;

        var path = Path.GetFullPath(_settings.DataSource);
        try
        {
            _lock = new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new LedgerException(
                $"The ledger {path} cannot be written: {e.Message} Create the directory, or let this user write to it.",
                e);
        }
        catch (IOException e)
        {
            throw new LedgerException(
                $"The ledger {path} is in use by another process. Stop that one, give this one a file of its own in "
                    + "Ledger:ConnectionString, or use Ledger:Provider postgres, which several workers can share.",
                e);
        }
    }

    /// <exception cref="LedgerException">It cannot be opened, or is no database.</exception>
    public SqliteSession OpenWriter() => new(Connect(), "begin immediate");

    /// <exception cref="LedgerException">It cannot be opened.</exception>
    public SqliteSession OpenReader() => new(Connect(), "begin");

    public void Dispose() => _lock?.Dispose();

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(_settings.ConnectionString);
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            // FULL syncs the log at each commit. NORMAL would survive a killed process just as well but lose the last
            // commits with the power, after their messages were acknowledged. It costs one fsync for each batch. A log
            // of 16 MB before it is copied into the database: pages that change again meanwhile are copied once.
            command.CommandText =
                "pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 4000; pragma "
                    + "cache_size = -65536;";
            command.ExecuteNonQuery();
            return connection;
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw new LedgerException(
                $"The ledger {_settings.DataSource} cannot be opened: {e.Message} Check the file and its directory.",
                e);
        }
    }
}
