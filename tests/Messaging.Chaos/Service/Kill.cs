namespace Messaging.Chaos.Service;

/// <summary>What was killed or spoilt, and when.</summary>
public sealed record Kill(string Victim, DateTimeOffset At);
