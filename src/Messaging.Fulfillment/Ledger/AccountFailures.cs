namespace Messaging.Fulfillment.Ledger;

/// <summary>Failures counted by account.</summary>
/// <param name="Total">How many there are, of all accounts.</param>
/// <param name="Accounts">How many of each account, the most first.</param>
public sealed record AccountFailures(long Total, IReadOnlyList<AccountCount> Accounts);

/// <summary>Failures of one account.</summary>
/// <param name="Account">The account's name; empty where the events named none.</param>
/// <param name="Count">How many.</param>
public sealed record AccountCount(string Account, long Count);
