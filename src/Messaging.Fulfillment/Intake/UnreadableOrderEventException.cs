namespace Messaging.Fulfillment.Intake;

/// <summary>A message that is put aside by itself.</summary>
/// <param name="problem">Why, in half a sentence that quotes nothing of the message: "it is empty".</param>
internal sealed class UnreadableOrderEventException(string problem) : Exception(problem);
