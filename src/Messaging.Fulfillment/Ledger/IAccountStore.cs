namespace Messaging.Fulfillment.Ledger;

/// <summary>
/// A small record for each account, which all workers of a ledger read and change: so they keep one quota together. A
/// part of <see cref="ILedger"/>.
/// </summary>
/// <remarks>
/// The records are about the next few seconds. They outlive a worker; a database that loses power may lose what was
/// changed in its last second.
/// </remarks>
public interface IAccountStore
{
    /// <summary>This worker's name, which no other has or had.</summary>
    string Worker { get; }

    /// <summary>
    /// Changes the records of accounts; each account's is changed by one worker at a time. One that another worker is
    /// changing at this moment is left out: a worker that stands still stops nobody but those that ask for the same
    /// account, and them for seconds at the most.
    /// </summary>
    /// <param name="accounts">The accounts, each once.</param>
    /// <param name="change">
    /// Called once for each account that is not left out, in any order, by one thread; again where the database was
    /// lost meanwhile.
    /// </param>
    /// <param name="cancellationToken">Gives up waiting; it may have been done.</param>
    Task ChangeAccountsAsync(
        IReadOnlyCollection<AccountKey> accounts, AccountChange change, CancellationToken cancellationToken);

    /// <summary>The records of a vendor that say that they are suspended.</summary>
    /// <param name="vendor">The vendor.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The records by account, and the time by the ledger's clock.</returns>
    Task<(IReadOnlyDictionary<string, AccountRecord> Accounts, DateTimeOffset Now)> ListSuspendedAsync(
        string vendor, CancellationToken cancellationToken);
}
