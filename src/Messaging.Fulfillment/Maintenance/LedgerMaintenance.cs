using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Results;
using Messaging.Fulfillment.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Messaging.Fulfillment.Maintenance;

/// <summary>
/// Opens the ledger before anything else starts (or, while the database cannot be reached, beside a process that
/// reports itself as not ready), renews the lease, publishes results that other workers left behind, reconciles the
/// sums, reads what operators hold, and purges what has been kept long enough. Releases this worker's claims when
/// everything else has stopped.
/// </summary>
internal sealed partial class LedgerMaintenance(
    ILedger ledger,
    OutboxRelay relay,
    Reconciliation reconciliation,
    OperatorHolds holds,
    IEnumerable<IVendorGauges> vendors,
    IOptionsMonitor<LedgerOptions> options,
    [FromKeyedServices(LedgerTime.Key)] TimeProvider time,
    ILogger<LedgerMaintenance> logger,
    IHostApplicationLifetime? lifetime = null) : IHostedLifecycleService, IAsyncDisposable
{
    private const int PurgeBatch = 1000;
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ReleaseTimeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan HoldsInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CountInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PurgeInterval = TimeSpan.FromMinutes(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _opening = Task.CompletedTask;
    private Task[] _loops = [];
    private int _started;
    private int _disposed;

    /// <summary>Completes when the ledger is open; fails when it cannot be used as configured.</summary>
    public Task Opened => _opened.Task;

    public Task StartingAsync(CancellationToken cancellationToken) => OpenAsync(cancellationToken);

    /// <summary>Test harnesses start hosted services without their earlier stages.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => OpenAsync(cancellationToken);

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>At this point the bus has stopped: no consumer runs and nothing more is claimed.</summary>
    /// <exception cref="LedgerException">It is why the process ends.</exception>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        await StopLoopsAsync();
        if (_opened.Task.IsFaulted)
            await _opened.Task;
        if (!_opened.Task.IsCompletedSuccessfully)
            return;

        // Not the host's token: its time may have run out while the bus was stopping, and other workers wait for these
        // claims.
        using var timeout = new CancellationTokenSource(ReleaseTimeout, time);
        try
        {
            await ledger.ReleaseAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            LogNotReleased();
        }
    }

    /// <summary>The container knows this object under two types and disposes it twice.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
            return;
        await StopLoopsAsync();
        _stop.Dispose();
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _started, 1) == 0)
            _opening = OpenAsync();

        var timeout = Task.Delay(StartTimeout, time, cancellationToken);
        if (await Task.WhenAny(_opening, timeout) == _opening)
            await _opening;
    }

    private async Task OpenAsync()
    {
        try
        {
            await ledger.OpenAsync(_stop.Token);
            // Before the first order is claimed: what is held stays so through a restart.
            await holds.RefreshAsync(_stop.Token);
            _opened.SetResult();
        }
        catch (OperationCanceledException e) when (_stop.IsCancellationRequested)
        {
            _opened.SetCanceled(e.CancellationToken);
            throw;
        }
        catch (Exception e)
        {
            // What explains itself needs no stack trace.
            LogCannotOpen(e is LedgerException ? null : e, e.Message);
            _opened.SetException(e);
            lifetime?.StopApplication();
            throw;
        }

        var settings = options.CurrentValue;
        _loops =
        [
            RepeatAsync(settings.LeaseDuration / 4, token => ledger.RenewLeaseAsync(GetLoad(), token)),
            RepeatAsync(settings.PollInterval, relay.PublishAsync),
            RepeatAsync(HoldsInterval, holds.RefreshAsync),
            RepeatAsync(CountInterval, token => reconciliation.CheckAsync(ledger, token)),
            RepeatAsync(PurgeInterval, PurgeAsync),
        ];
    }

    private async Task StopLoopsAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll([_opening, .. _loops]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task RepeatAsync(TimeSpan interval, Func<CancellationToken, Task> action)
    {
        using var timer = new PeriodicTimer(interval, time);
        while (await timer.WaitForNextTickAsync(_stop.Token))
        {
            try
            {
                await action(_stop.Token);
            }
            catch (Exception e) when (!_stop.IsCancellationRequested)
            {
                LogFailed(e);
            }
        }
    }

    private WorkerLoad GetLoad() => new(
        vendors.Sum(vendor => vendor.OrdersInFlight),
        vendors.Sum(vendor => vendor.Accounts.Sum(account => account.CallsInFlight)),
        lifetime?.ApplicationStopping.IsCancellationRequested ?? false);

    private async Task PurgeAsync(CancellationToken cancellationToken)
    {
        var settings = options.CurrentValue;
        var now = time.GetUtcNow();
        var payloads = now - settings.KeepPayloads;
        var entries = now - settings.KeepEntries;
        var audit = now - settings.KeepAudit;
        await PurgeAllAsync(() => ledger.PurgeAsync(payloads, entries, PurgeBatch, cancellationToken));
        await PurgeAllAsync(() => ledger.PurgeCallsAsync(entries, PurgeBatch, cancellationToken));
        await PurgeAllAsync(() => ledger.PurgeAuditAsync(audit, PurgeBatch, cancellationToken));
        await PurgeAllAsync(() => ledger.PurgeStagedRetriesAsync(audit, PurgeBatch, cancellationToken));
    }

    private static async Task PurgeAllAsync(Func<Task<int>> purgeBatch)
    {
        while (await purgeBatch() == PurgeBatch)
        {
        }
    }

    [LoggerMessage(
        Level = LogLevel.Critical,
        Message = "The ledger cannot be opened, and the process ends: {Reason}")]
    private partial void LogCannotOpen(Exception? exception, string reason);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The ledger could not be reached to release this worker's claims; others take them over when its "
            + "lease ends")]
    private partial void LogNotReleased();

    [LoggerMessage(Level = LogLevel.Error, Message = "Keeping the ledger failed; it goes on at the next interval")]
    private partial void LogFailed(Exception exception);
}
