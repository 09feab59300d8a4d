namespace Messaging.Fulfillment.Ledger;

/// <summary>What an operator did.</summary>
/// <param name="Number">Its number; later ones are greater.</param>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Who">The name of the operator's key.</param>
/// <param name="Action">What, as <c>accounts.hold</c>.</param>
/// <param name="Target">To what, as <c>fengchao main</c>.</param>
/// <param name="Count">To how many; null where it was recorded before that could be known.</param>
/// <param name="Why">The reason that was given.</param>
public sealed record AuditRecord(
    long Number, DateTimeOffset At, string Who, string Action, string Target, int? Count, string Why);
