namespace Messaging.Worker.Hosting;

/// <summary>
/// The state of the process and of each dependency: Healthy, Degraded (it works, but needs attention) or Unhealthy.
/// </summary>
internal sealed record HealthAnswer(string Status, IReadOnlyDictionary<string, CheckAnswer> Checks);
