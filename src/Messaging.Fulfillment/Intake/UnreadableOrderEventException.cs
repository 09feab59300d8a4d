namespace Messaging.Fulfillment.Intake;

/// <summary>An order event that can be deserialized but not kept.</summary>
internal sealed class UnreadableOrderEventException(string problem) : Exception(problem);
