using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Messaging.Fulfillment.Ledger.Postgres;

/// <summary>The ledger of several workers, in a database that they share.</summary>
internal sealed partial class PostgresLedger : ILedger
{
    private readonly string _worker = LedgerWorker.NewId();
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LedgerRetry _retry;
    private readonly PostgresLease _lease;
    private readonly NpgsqlDataSource _source;
    private readonly PostgresTransactions _transactions;
    private volatile bool _wasOpen;

    public PostgresLedger(IOptions<LedgerOptions> options, TimeProvider time, ILogger<PostgresLedger> logger)
    {
        _time = time;
        _logger = logger;
        _retry = new LedgerRetry(e => PostgresFaults.Classify(e, _wasOpen), time, logger);
        _lease = new PostgresLease(options.Value.LeaseDuration, time);
        _source = NpgsqlDataSource.Create(PostgresConnection.Complete(options.Value.ConnectionString));
        _transactions = new PostgresTransactions(_source, _retry, _worker);
    }

    public LedgerOutage? Outage => _retry.Outage;

    public bool HoldsLease => _lease.IsHeld;

    public int LeaseEpoch => _lease.Term;

    private DateTimeOffset Now => _time.GetUtcNow().ToUniversalTime();

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

        await RenewLeaseAsync(cancellationToken);
        _wasOpen = true;
    }

    public ValueTask DisposeAsync()
    {
        _lease.Ended();
        return _source.DisposeAsync();
    }
}
