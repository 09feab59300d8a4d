namespace Messaging.Fulfillment.Ledger;

/// <summary>Names an account of a vendor in an <see cref="IAccountStore"/>.</summary>
/// <param name="Vendor">The vendor.</param>
/// <param name="Account">The account; upper and lower case are told apart.</param>
public sealed record AccountKey(string Vendor, string Account);
