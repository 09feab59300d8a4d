namespace Messaging.Worker.Commands;

/// <summary>What reaching for something brought.</summary>
internal readonly record struct Finding(bool IsGood, string Line);
