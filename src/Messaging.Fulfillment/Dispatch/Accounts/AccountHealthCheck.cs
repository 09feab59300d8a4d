using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Messaging.Fulfillment.Dispatch.Accounts;

/// <summary>Degraded while an account is suspended: its orders are taken all the same, and wait.</summary>
internal sealed class AccountHealthCheck(AccountStates accounts) : IHealthCheck
{
    private const int MostTold = 3;

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var suspended = accounts.List().Where(account => account.Since is not null).ToArray();
        return Task.FromResult(suspended.Length == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded(Describe(suspended)));
    }

    private static string Describe(AccountState[] suspended)
    {
        var told = suspended.Take(MostTold).Select(account =>
            $"{account.Vendor} {account.Account} is suspended since {account.Since:u}: {account.Reason}. "
                + account.Next);
        var rest = suspended.Length > MostTold ? $" And {suspended.Length - MostTold} more." : "";
        return string.Join(' ', told) + rest;
    }
}
