using Messaging.Fulfillment.Settings;

namespace Messaging.Fulfillment.Maintenance;

/// <summary>When somebody should look. Read from the section <c>Ledger</c>.</summary>
internal sealed class MaintenanceOptions : IValidatedSettings
{
    /// <summary>
    /// The age of a vendor's oldest waiting order from which the service calls itself degraded, 1 s to 30 days.
    /// Default: 30 min.
    /// </summary>
    public TimeSpan WarnAfter { get; set; } = TimeSpan.FromMinutes(30);

    /// <inheritdoc/>
    public IEnumerable<string> FindErrors(string path)
    {
        if (WarnAfter < TimeSpan.FromSeconds(1) || WarnAfter > TimeSpan.FromDays(30))
            yield return $"{path}:WarnAfter: {WarnAfter} is outside 1 second to 30 days.";
    }
}
