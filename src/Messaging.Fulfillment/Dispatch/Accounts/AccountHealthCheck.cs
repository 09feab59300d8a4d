using Messaging.Fulfillment.Ledger;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Messaging.Fulfillment.Dispatch.Accounts;

/// <summary>Degraded while an account is suspended or held: its orders are taken all the same, and wait.</summary>
internal sealed class AccountHealthCheck(AccountStates accounts, OperatorHolds holds) : IHealthCheck
{
    private const int MostTold = 3;

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        string[] all =
        [
            .. holds.Current.Select(hold => $"{hold}. Its orders wait until somebody releases it."),
            .. accounts.List().Where(account => account.Since is not null).Select(Describe),
        ];
        return Task.FromResult(all.Length == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded(string.Join(' ', all.Take(MostTold)) + DescribeRest(all.Length)));
    }

    private static string Describe(AccountState account) =>
        $"{account.Vendor} {account.Account} is suspended since {account.Since:u}: {account.Reason}. {account.Next}";

    private static string DescribeRest(int all) => all > MostTold ? $" And {all - MostTold} more." : "";
}
