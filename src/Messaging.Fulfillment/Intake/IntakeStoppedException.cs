namespace Messaging.Fulfillment.Intake;

/// <summary>The process cannot go on with a message; it goes back to the queue.</summary>
internal sealed class IntakeStoppedException(string message) : Exception(message);
