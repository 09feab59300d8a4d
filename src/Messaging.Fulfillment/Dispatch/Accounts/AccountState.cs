using System.Text.Json.Serialization;
using Messaging.Fulfillment.Dispatch.Limiting;
using Messaging.Fulfillment.Ledger;

namespace Messaging.Fulfillment.Dispatch.Accounts;

/// <summary>The state of one account of a vendor in this worker, for operators.</summary>
/// <param name="Vendor">The vendor, as <c>fengchao</c>.</param>
/// <param name="Account">The account's name.</param>
/// <param name="State">
/// Active, Probing (one order is being tried), Suspended (no call leaves) or Held (none leaves until an operator
/// releases it).
/// </param>
/// <param name="Since">When it was suspended; null while it is active.</param>
/// <param name="Until">When the next call leaves; null while it is active.</param>
/// <param name="Reason">
/// What the vendor said, as class and code, without its text, which may quote an order; null while it is active.
/// </param>
/// <param name="Next">What happens next, and what there is to do; null while it is active.</param>
/// <param name="Waiting">Orders of it that wait here for a call; those in the ledger are not counted.</param>
/// <param name="CallsInFlight">Calls of it that are in flight; in JSON <c>callsOnTheWire</c>.</param>
/// <param name="CallsAllowed">
/// How many may be, in all workers of the ledger, as learned from the vendor's answers.
/// </param>
public sealed record AccountState(
    string Vendor,
    string Account,
    string State,
    DateTimeOffset? Since,
    DateTimeOffset? Until,
    string? Reason,
    string? Next,
    int Waiting,
    [property: JsonPropertyName("callsOnTheWire")] int CallsInFlight,
    int CallsAllowed)
{
    /// <summary>What an operator holds the account by; null where nobody does.</summary>
    public Hold? Hold { get; init; }

    internal static AccountState From(string vendor, string account, LimiterStatus status, int waiting) => new(
        vendor,
        account,
        status.State switch
        {
            _ when status.Hold is not null => "Held",
            BreakerState.Closed => "Active",
            BreakerState.HalfOpen => "Probing",
            _ => "Suspended",
        },
        status.Suspension?.Since,
        status.Suspension?.Until,
        status.Suspension?.Reason,
        status.Suspension?.DescribeNext(vendor, account),
        waiting,
        status.CallsInFlight,
        status.Concurrency)
    {
        Hold = status.Hold,
    };
}
