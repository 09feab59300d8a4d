namespace Messaging.Fulfillment.Ledger;

/// <summary>What an operator does, as the ledger is told.</summary>
/// <param name="Who">The name of the operator's key.</param>
/// <param name="Action">What, as <c>accounts.hold</c>.</param>
/// <param name="Target">To what, as <c>fengchao main</c>.</param>
/// <param name="Why">The reason that was given.</param>
public sealed record AuditNote(string Who, string Action, string Target, string Why);
