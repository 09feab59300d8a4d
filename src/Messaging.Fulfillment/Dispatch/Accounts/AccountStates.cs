namespace Messaging.Fulfillment.Dispatch.Accounts;

/// <summary>
/// The states of all vendors' accounts in this worker. An account that nothing was sent for is left out.
/// </summary>
public sealed class AccountStates
{
    private readonly IEnumerable<IDispatcher> _dispatchers;

    internal AccountStates(IEnumerable<IDispatcher> dispatchers) => _dispatchers = dispatchers;

    /// <summary>The states now.</summary>
    public IReadOnlyList<AccountState> List() => [.. _dispatchers.SelectMany(dispatcher => dispatcher.Accounts)];
}
