namespace Messaging.Worker.Hosting;

/// <summary>
/// The state of the process and of each thing that it needs: Healthy, Degraded (it works, but look) or Unhealthy.
/// </summary>
internal sealed record HealthAnswer(string Status, IReadOnlyDictionary<string, CheckAnswer> Checks);
