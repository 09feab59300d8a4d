namespace Messaging.Fulfillment.Ledger;

/// <summary>Order events of one account that wait for one reason.</summary>
/// <param name="Vendor">The vendor's name.</param>
/// <param name="Account">The account's name; empty where the events named none.</param>
/// <param name="Reason">Why they wait.</param>
/// <param name="Count">How many.</param>
/// <param name="InDoubt">Of these, how many a call may have done without the outcome being known.</param>
/// <param name="Oldest">When the oldest of them came from the broker.</param>
public sealed record WaitingGroup(
    string Vendor, string Account, WaitReason Reason, long Count, long InDoubt, DateTimeOffset Oldest);
