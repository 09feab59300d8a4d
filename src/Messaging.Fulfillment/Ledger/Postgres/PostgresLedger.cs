using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Messaging.Fulfillment.Ledger.Postgres;

/// <summary>The ledger of several workers, in a database that they share.</summary>
internal sealed partial class PostgresLedger : ILedger
{
    private readonly string _worker = LedgerWorker.NewId();
    private readonly LedgerTime _time;
    private readonly long _started;
    private readonly TimeSpan _leaseDuration;
    private readonly TimeSpan _clockTolerance;
    private readonly ILogger _logger;
    private readonly PostgresTimeouts _timeouts;
    private readonly LedgerRetry _retry;
    private readonly PostgresLease _lease;
    private readonly NpgsqlDataSource _source;
    private readonly PostgresTransactions _transactions;
    private readonly PostgresPlaces _places = new();

    /// <summary>
    /// Begins anywhere, so that two workers do not number alike, and goes on, so that the index grows at one end.
    /// </summary>
    private long _row = Random.Shared.NextInt64(long.MaxValue / 2);

    private volatile bool _wasOpen;
    private bool _isClockOff;

    public PostgresLedger(
        IOptions<LedgerOptions> options, LedgerTime ledgerTime, TimeProvider time, ILogger<PostgresLedger> logger)
    {
        _time = ledgerTime;
        _started = ledgerTime.GetTimestamp();
        _leaseDuration = options.Value.LeaseDuration;
        _clockTolerance = options.Value.ClockTolerance;
        _logger = logger;
        _timeouts = new PostgresTimeouts(options.Value.ConnectionString, options.Value.LeaseDuration);
        _source = NpgsqlDataSource.Create(PostgresConnection.Complete(options.Value.ConnectionString, _timeouts));
        // A session that has become read-only, or whose peer is gone, would stay in the pool when the database is well.
        _retry = new LedgerRetry(e => PostgresFaults.Classify(e, _wasOpen), _source.Clear, time, logger)
        {
            LongestPause = _timeouts.Pause,
        };
        _lease = new PostgresLease(options.Value.LeaseDuration, time);
        _transactions = new PostgresTransactions(_source, _retry, _worker);
    }

    public LedgerOutage? Outage => _retry.Outage;

    public TimeSpan LeaseLeft => _lease.Left;

    public int LeaseEpoch => _lease.Term;

    private DateTimeOffset Now => _time.GetUtcNow();

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _retry.RunAsync(
                async token =>
                {
                    await PostgresSchema.MigrateAsync(_source, _logger, token);
                    return true;
                },
                cancellationToken);
        }
        catch (PostgresException e)
        {
            throw new LedgerException(
                $"The ledger's database refuses: {e.MessageText} ({e.SqlState}). Check Ledger:ConnectionString, and "
                    + "that its user may create tables.",
                e);
        }

        await RenewLeaseAsync(WorkerLoad.None, cancellationToken);
        _wasOpen = true;
    }

    public ValueTask DisposeAsync()
    {
        _lease.Ended();
        _transactions.Dispose();
        return _source.DisposeAsync();
    }

    /// <summary>The id of a new row of claims or outbox.</summary>
    private long NextRow() => Interlocked.Increment(ref _row);
}
