namespace Messaging.Benchmarks.Environments;

/// <summary>How a contestant is started.</summary>
/// <param name="Command">The program and its arguments.</param>
/// <param name="Environment">Variables to set.</param>
internal sealed record Launch(IReadOnlyList<string> Command, IReadOnlyDictionary<string, string> Environment);
