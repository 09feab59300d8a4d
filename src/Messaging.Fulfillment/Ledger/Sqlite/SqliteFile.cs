using Microsoft.Data.Sqlite;

namespace Messaging.Fulfillment.Ledger.Sqlite;

/// <summary>The database's file, and the lock that keeps a second process away from it.</summary>
internal sealed class SqliteFile : IDisposable
{
    /// <summary>It holds receivers' names and addresses. SQLite gives its other files the mode of this one.</summary>
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

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
            CreateDirectory(Path.GetDirectoryName(path)!);
            _lock = Open(path + ".lock", FileShare.None);
            if (_settings.Mode == SqliteOpenMode.ReadWriteCreate)
                Open(path, FileShare.ReadWrite).Dispose();
            KeepFromOthers(path);
        }
        catch (Exception e) when (e is UnauthorizedAccessException || !Directory.Exists(Path.GetDirectoryName(path)))
        {
            throw new LedgerException(
                $"The ledger {path} cannot be written: {e.Message} Let this user own it and its directory.", e);
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

    private static void CreateDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(directory);
        else
            Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
    }

    /// <summary>Opens a file, or creates it for this user alone.</summary>
    private static FileStream Open(string path, FileShare share)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = share,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return new FileStream(path, options);
    }

    /// <summary>Files of earlier versions could be read by others.</summary>
    private static void KeepFromOthers(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        foreach (var file in new[] { path, path + "-wal", path + "-shm", path + ".lock" })
        {
            if (File.Exists(file) && (File.GetUnixFileMode(file) | OwnerOnly) != OwnerOnly)
                File.SetUnixFileMode(file, OwnerOnly);
        }
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(_settings.ConnectionString);
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            // FULL syncs the log at each commit. NORMAL would survive a killed process just as well but lose the last
            // commits with the power, after their messages were acknowledged. It costs one fsync for each batch. A log
            // of 16 MB before it is copied into the database: pages that change again meanwhile are copied once. What
            // is deleted is overwritten, not only given back.
            command.CommandText =
                "pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 4000; pragma "
                    + "cache_size = -65536; pragma secure_delete = on;";
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
