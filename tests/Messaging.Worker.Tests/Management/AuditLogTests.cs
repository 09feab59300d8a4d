using Messaging.Fulfillment.Ledger;
using Messaging.Testing;
using Messaging.Worker.Management;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messaging.Worker.Tests.Management;

public class AuditLogTests
{
    private static readonly AuditNote Note = new("night-shift", "dead-letters.drop", "fulfillment-em_error", "why");

    [Fact]
    public async Task What_the_ledger_does_not_take_in_time_is_said_not_to_be_recorded()
    {
        var time = new ManualTimeProvider();
        var log = new AuditLog(new SilentLedger(), time, NullLoggerFactory.Instance);

        var recording = log.TryRecordAsync(Note, count: 1, CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(4));
        Assert.False(recording.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.False(await recording.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task Who_has_gone_meanwhile_is_told_nothing()
    {
        using var gone = new CancellationTokenSource();
        var log = new AuditLog(new SilentLedger(), new ManualTimeProvider(), NullLoggerFactory.Instance);

        var recording = log.TryRecordAsync(Note, count: 1, gone.Token);
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => recording);
    }

    /// <summary>Its database is away.</summary>
    private sealed class SilentLedger : IAudit
    {
        public Task RecordAsync(AuditNote note, int? count, CancellationToken cancellationToken) =>
            Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);

        public Task<IReadOnlyList<AuditRecord>> ListAuditAsync(
            AuditFilter filter,
            (DateTimeOffset At, long Number)? after,
            int limit,
            CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<int> PurgeAuditAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
