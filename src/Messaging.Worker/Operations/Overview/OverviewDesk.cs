using Messaging.Fulfillment.Dispatch.Accounts;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Vendors;
using Messaging.Worker.Hosting;
using Messaging.Worker.Operations.Failures;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Messaging.Worker.Operations.Overview;

/// <summary>
/// Answers "how is it going?" However many ask and look on, the ledger counts for all of them at once, and for a
/// twentieth of the time at the most: the count grows with what waits.
/// </summary>
internal sealed class OverviewDesk(
    ILedgerReports ledger,
    StagedRetryDesk staged,
    AccountStates accounts,
    HealthCheckService health,
    IEnumerable<RegisteredVendor> vendors,
    IEnumerable<IdleVendor> idle,
    TimeProvider time) : IDisposable
{
    private const int Budget = 20;
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _turn = new(1);
    private OverviewAnswer? _latest;
    private long _freshUntil;

    /// <summary>The state as it was a moment ago.</summary>
    public async Task<OverviewAnswer> ReadAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var began = time.GetTimestamp();
            if (_latest is not null && began < _freshUntil)
                return _latest;
            _latest = await AskAsync(cancellationToken);
            var ended = time.GetTimestamp();
            var kept = Math.Max((ended - began) * Budget, (long)(Freshness.TotalSeconds * time.TimestampFrequency));
            _freshUntil = ended + kept;
            return _latest;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<OverviewAnswer> AskAsync(CancellationToken cancellationToken)
    {
        var report = await health.CheckHealthAsync(HealthEndpoints.SaysWhetherReady, cancellationToken);
        var (totals, retries, missing) = await AskLedgerAsync(cancellationToken);
        var states = accounts.List();
        return new(
            HealthAnswer.From(report),
            [.. vendors.Select(vendor => new VendorOverview(
                vendor.Name,
                totals.FirstOrDefault(total => total.Vendor.Equals(vendor.Name, StringComparison.Ordinal)),
                ListAccounts(vendor, states)))],
            [.. idle.Select(vendor => vendor.Name)],
            retries,
            missing);
    }

    private async Task<(IReadOnlyList<LedgerTotals>, IReadOnlyList<StagedRetryAnswer>, string? Missing)> AskLedgerAsync(
        CancellationToken cancellationToken)
    {
        try
        {
            var totals = await LedgerQuestion.AskAsync(ledger.CountAsync, time, cancellationToken);
            return (totals, await staged.ListUnfinishedAsync(cancellationToken), null);
        }
        catch (UnavailableException e)
        {
            return ([], [], e.Message);
        }
    }

    private static IReadOnlyList<AccountOverview> ListAccounts(
        RegisteredVendor vendor, IReadOnlyList<AccountState> states) =>
    [
        .. vendor.Settings.CurrentValue.AccountNames
            .Order(StringComparer.OrdinalIgnoreCase)
            .Select(name => new AccountOverview(name, states.FirstOrDefault(state =>
                state.Vendor.Equals(vendor.Name, StringComparison.Ordinal)
                && state.Account.Equals(name, StringComparison.OrdinalIgnoreCase))))
            // What cannot be called first.
            .OrderBy(account => account.State is null or { Since: null, Hold: null }),
    ];
}
