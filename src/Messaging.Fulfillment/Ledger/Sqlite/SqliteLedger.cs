using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Messaging.Fulfillment.Ledger.Sqlite;

/// <summary>The ledger of a single process, in a file beside it.</summary>
internal sealed partial class SqliteLedger : ILedger
{
    private readonly LedgerTime _time;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _clockTolerance;
    private readonly ILogger _logger;
    private readonly LedgerRetry _retry;
    private readonly SqliteFile _file;
    private readonly string _owner = LedgerWorker.NewId();
    private readonly long _started;

    private SqliteSession? _writer;
    private SqliteSession? _reader;
    private volatile bool _works;
    private volatile WorkerLoad _load = WorkerLoad.None;
    private bool _wasSetBack;

    public SqliteLedger(
        IOptions<LedgerOptions> options, LedgerTime ledgerTime, TimeProvider time, ILogger<SqliteLedger> logger)
    {
        _time = ledgerTime;
        _started = ledgerTime.GetTimestamp();
        _clock = time;
        _clockTolerance = options.Value.ClockTolerance;
        _logger = logger;
        _retry = new LedgerRetry(e => SqliteFaults.Classify(e, _works), static () => { }, time, logger);
        _file = new SqliteFile(options.Value.ConnectionString);
    }

    public LedgerOutage? Outage => _retry.Outage;

    public IAccountStore? Accounts => null;

    /// <summary>The file's lock is the lease, and it cannot be lost.</summary>
    public TimeSpan LeaseLeft => _works ? TimeSpan.MaxValue : TimeSpan.Zero;

    public int LeaseEpoch => 0;

    private long Now => _time.GetUtcNow().ToMicroseconds();

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        FollowClock();
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

    public Task RenewLeaseAsync(WorkerLoad load, CancellationToken cancellationToken)
    {
        _load = load;
        FollowClock();
        return Task.CompletedTask;
    }

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

    /// <summary>
    /// The ledger's time goes on with the monotonic clock. It follows this machine's clock forward, where that was late
    /// or had stopped, but never back: what is due would wait for as long as the clock was set back.
    /// </summary>
    private void FollowClock()
    {
        var now = _clock.GetUtcNow();
        var setBack = _time.GetUtcNow() - now;
        if (setBack <= TimeSpan.Zero)
            _time.Learn(now, _clock.GetTimestamp());
        var isOff = setBack > _clockTolerance;
        if (isOff && !_wasSetBack)
            LogClockSetBack(setBack);
        _wasSetBack = isOff;
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "This machine's clock was set back by {Span}. Due times and deadlines do not follow it before the "
            + "next start")]
    private partial void LogClockSetBack(TimeSpan span);

    private int ReleaseOrphans(SqliteSession db)
    {
        SqliteFlights.AddLost(db, Now);
        return db.Execute(
                "update work set owner = null, due_at = $1, rank = 1 - may_be_done where owner is not null", Now)
            + db.Execute("update work set blocked_by = null where blocked_by is not null")
            + db.Execute(ReleaseFresh, Now)
            + db.Execute("delete from claims")
            + db.Execute("delete from sends")
            + db.Execute("update outbox set owner = null where owner is not null and published_at is null");
    }

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
