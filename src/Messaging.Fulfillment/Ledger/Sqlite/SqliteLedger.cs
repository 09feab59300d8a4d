using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Messaging.Fulfillment.Ledger.Sqlite;

/// <summary>The ledger of a single process, in a file beside it.</summary>
internal sealed partial class SqliteLedger : ILedger
{
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LedgerRetry _retry;
    private readonly SqliteFile _file;
    private readonly string _owner = LedgerWorker.NewId();

    private SqliteSession? _writer;
    private SqliteSession? _reader;
    private volatile bool _works;

    public SqliteLedger(IOptions<LedgerOptions> options, TimeProvider time, ILogger<SqliteLedger> logger)
    {
        _time = time;
        _logger = logger;
        _retry = new LedgerRetry(e => SqliteFaults.Classify(e, _works), static () => { }, time, logger);
        _file = new SqliteFile(options.Value.ConnectionString);
    }

    public LedgerOutage? Outage => _retry.Outage;

    /// <summary>The file's lock is the lease, and it cannot be lost.</summary>
    public TimeSpan LeaseLeft => _works ? TimeSpan.MaxValue : TimeSpan.Zero;

    public int LeaseEpoch => 0;

    private long Now => _time.GetUtcNow().ToMicroseconds();

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        _file.Lock();
        _writer = _file.OpenWriter();
        SqliteSchema.Migrate(_writer.Connection, _logger);
        // Reports read a snapshot of their own and hold up no claim; a database in memory is seen by its one connection
        // only.
        _reader = _file.IsMemory ? _writer : _file.OpenReader();
        // Whoever owned anything is gone: this process has the file to itself.
        await WriteAsync(ReleaseOrphans, cancellationToken);
        _works = true;
    }

    public Task RenewLeaseAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        _works = false;
        await WriteAsync(ReleaseOrphans, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _works = false;
        if (_reader is not null && _reader != _writer)
            await _reader.DisposeAsync();
        if (_writer is not null)
            await _writer.DisposeAsync();
        _file.Dispose();
    }

    private int ReleaseOrphans(SqliteSession db) =>
        db.Execute("update work set owner = null, due_at = $1, rank = 1 - may_be_done where owner is not null", Now)
        + db.Execute("update work set blocked_by = null where blocked_by is not null")
        + db.Execute("update outbox set owner = null where owner is not null");

    private Task<T> WriteAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken) =>
        RunAsync(_writer, work, cancellationToken);

    private Task<T> ReadAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken) =>
        RunAsync(_reader, work, cancellationToken);

    private Task<T> RunAsync<T>(
        SqliteSession? session, Func<SqliteSession, T> work, CancellationToken cancellationToken) =>
        session is null
            ? throw new InvalidOperationException($"{nameof(OpenAsync)} comes first.")
            : _retry.RunAsync(token => session.RunAsync(work, token), cancellationToken);
}
