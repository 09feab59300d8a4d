namespace Messaging.Fulfillment.Dispatch;

/// <summary>How one account of a vendor stands in this worker, for operators.</summary>
/// <param name="Vendor">The vendor, as <c>fengchao</c>.</param>
/// <param name="Account">The account's name.</param>
/// <param name="State">Open, Probing (one order is being tried) or Closed (no call leaves).</param>
/// <param name="Since">When it was closed; null while it is open.</param>
/// <param name="Until">When the next call leaves; null while it is open.</param>
/// <param name="Reason">The vendor's code and words; null while it is open.</param>
/// <param name="Next">What happens next, and what there is to do; null while it is open.</param>
/// <param name="Waiting">Orders of it that wait here for a call; those in the ledger are not counted.</param>
/// <param name="CallsOnTheWire">Calls of it that are on the wire.</param>
/// <param name="CallsAllowed">How many may be, as learned from how the vendor takes them.</param>
public sealed record AccountState(
    string Vendor,
    string Account,
    string State,
    DateTimeOffset? Since,
    DateTimeOffset? Until,
    string? Reason,
    string? Next,
    int Waiting,
    int CallsOnTheWire,
    int CallsAllowed);

/// <summary>How the accounts of all vendors stand in this worker; those that nothing was sent for are left out.</summary>
public sealed class AccountStates
{
    private readonly IEnumerable<IDispatcher> _dispatchers;

    internal AccountStates(IEnumerable<IDispatcher> dispatchers) => _dispatchers = dispatchers;

    /// <summary>Looks now.</summary>
    public IReadOnlyList<AccountState> List() => [.. _dispatchers.SelectMany(dispatcher => dispatcher.Accounts)];
}
