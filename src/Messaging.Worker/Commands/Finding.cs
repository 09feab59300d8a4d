namespace Messaging.Worker.Commands;

/// <summary>The result of one connectivity check.</summary>
internal readonly record struct Finding(bool IsGood, string Line);
