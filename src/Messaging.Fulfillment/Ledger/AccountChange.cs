namespace Messaging.Fulfillment.Ledger;

/// <summary>
/// Decides what becomes of the record of an account. It may be called again where a change was not committed: what it
/// returns must follow from what it is given.
/// </summary>
/// <param name="account">The account.</param>
/// <param name="current">Its record now; null where it has none.</param>
/// <param name="now">The time, by the ledger's clock.</param>
/// <returns>Its record from now on.</returns>
public delegate AccountRecord AccountChange(AccountKey account, AccountRecord? current, DateTimeOffset now);
