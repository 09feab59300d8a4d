namespace Messaging.Fulfillment.Ledger;

/// <summary>What the workers of a ledger keep there of one account; see <see cref="IAccountStore"/>.</summary>
/// <param name="State">Text that the ledger keeps as it is.</param>
/// <param name="IsSuspended">Whether <see cref="IAccountStore.ListSuspendedAsync"/> lists it.</param>
public sealed record AccountRecord(string State, bool IsSuspended);
