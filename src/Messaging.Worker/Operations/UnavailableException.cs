namespace Messaging.Worker.Operations;

/// <summary>What an operator asks cannot be answered now: what it would be asked of is away.</summary>
/// <param name="message">What is away, and where to look.</param>
internal sealed class UnavailableException(string message) : Exception(message);
