namespace Messaging.Fulfillment.Ledger;

/// <summary>A database that cannot be reached.</summary>
/// <param name="Since">Since when.</param>
/// <param name="Reason">The last error, without credentials.</param>
public sealed record LedgerOutage(DateTimeOffset Since, string Reason);
