using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Messaging.Worker.Hosting;

/// <summary>
/// The state of the process and of each dependency: Healthy, Degraded (it works, but needs attention) or Unhealthy.
/// </summary>
internal sealed record HealthAnswer(string Status, IReadOnlyDictionary<string, CheckAnswer> Checks)
{
    public static HealthAnswer From(HealthReport report) => new(
        report.Status.ToString(),
        report.Entries.ToDictionary(
            entry => entry.Key,
            entry => new CheckAnswer(
                entry.Value.Status.ToString(), entry.Value.Description ?? entry.Value.Exception?.Message),
            StringComparer.Ordinal));
}
