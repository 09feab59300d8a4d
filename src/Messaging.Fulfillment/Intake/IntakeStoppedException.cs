namespace Messaging.Fulfillment.Intake;

/// <summary>The process cannot go on with a batch; its messages go back to the queue.</summary>
internal sealed class IntakeStoppedException(string message, Exception inner) : Exception(message, inner);
