using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Messaging.Fulfillment.Results;

/// <summary>
/// Degraded while results cannot be published. Orders are taken all the same: the ledger keeps their results.
/// </summary>
internal sealed class ResultHealthCheck(ResultPublisher publisher) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(publisher.Outages is [var first, ..] outages
            ? HealthCheckResult.Degraded(
                $"{outages.Sum(outage => outage.Count)} results cannot be published since {first.Since:u}; the ledger "
                    + $"keeps them, and they are tried again. {first.Reason}")
            : HealthCheckResult.Healthy());
}
