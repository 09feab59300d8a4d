using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Maintenance;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Messaging.Fulfillment.Repair;

/// <summary>
/// Makes the steps of staged retries that are running: looks every second as long as there is one, and seldom else.
/// </summary>
internal sealed partial class StagedRetryRunner : BackgroundService
{
    private const int MostAtOnce = 100;
    private static readonly TimeSpan Busy = TimeSpan.FromSeconds(1);

    /// <summary>How long one that was started at another worker, which has died since, waits for this one.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);

    private readonly IStagedRetries _ledger;
    private readonly StagedRetryStep _step;
    private readonly LedgerMaintenance _maintenance;
    private readonly ILogger<StagedRetryRunner> _logger;
    private readonly PeriodicTimer _timer;

    public StagedRetryRunner(
        IStagedRetries ledger,
        StagedRetries retries,
        StagedRetryStep step,
        LedgerMaintenance maintenance,
        [FromKeyedServices(LedgerTime.Key)] TimeProvider time,
        ILogger<StagedRetryRunner> logger)
    {
        _ledger = ledger;
        _step = step;
        _maintenance = maintenance;
        _logger = logger;
        _timer = new(Busy, time);
        retries.Started += (_, _) => _timer.Period = Busy;
    }

    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await _maintenance.Opened.WaitAsync(stoppingToken);
            while (await _timer.WaitForNextTickAsync(stoppingToken))
                _timer.Period = await StepAsync(stoppingToken) ? Busy : Idle;
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
        catch (LedgerException)
        {
            // The ledger cannot be opened: LedgerMaintenance has said so and ends the process.
        }
    }

    /// <summary>True where any is running.</summary>
    private async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        var running = await TryAsync(() => _ledger.ListStagedRetriesAsync(
            [StagedRetryStatus.Running], before: null, MostAtOnce, cancellationToken));
        foreach (var retry in running ?? [])
        {
            // One that cannot be gone on with holds up no other.
            if (await TryAsync(() => _step.TakeAsync(retry, cancellationToken)) is { } next)
                LogStep(next);
        }

        return running is not { Count: 0 };
    }

    private async Task<T?> TryAsync<T>(Func<Task<T>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(e);
            return default;
        }
    }

    private void LogStep(StagedRetry retry)
    {
        var progress = retry.Progress;
        if (retry.Status is StagedRetryStatus.Running)
            LogSent(retry.Number, progress.Stage, progress.UnderWay.Count, retry.Left);
        else if (retry.Status is StagedRetryStatus.Finished)
            LogFinished(retry.Number, progress.Sent, progress.Succeeded, progress.Failed);
        else if (progress.Stages is [.., var stage])
            LogStopped(retry.Number, stage.Number, stage.Stop, stage.Failed, stage.Sent, retry.Left);
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Staged retry {Number} has sent stage {Stage}, {Sent} orders; {Left} are left")]
    private partial void LogSent(long number, int stage, int sent, long left);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Staged retry {Number} has finished: sent={Sent} succeeded={Succeeded} failed={Failed}")]
    private partial void LogFinished(long number, long sent, long succeeded, long failed);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Staged retry {Number} has stopped by itself after stage {Stage}, {Stop}: {Failed} of {Sent} orders "
            + "failed again. {Left} are left; an operator has it go on, or cancels it")]
    private partial void LogStopped(long number, int stage, StageStop? stop, int failed, int sent, long left);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The next step of a staged retry failed; it is tried again in a moment")]
    private partial void LogFailed(Exception exception);
}
