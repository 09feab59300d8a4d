namespace Messaging.Fulfillment.Ledger;

/// <summary>
/// What operators hold; a role of <see cref="ILedger"/>. A hold says which accounts are on hold in every worker
/// (<see cref="ClaimTerms.OnHold"/>); it touches no entry.
/// </summary>
public interface IHolds
{
    /// <summary>All holds.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task<IReadOnlyList<Hold>> ListHoldsAsync(CancellationToken cancellationToken);

    /// <summary>Holds an account or a vendor, and records who did; where it is held already, nothing changes.</summary>
    /// <param name="vendor">The vendor.</param>
    /// <param name="account">The account; null for all of the vendor's.</param>
    /// <param name="note">Who holds it, and why.</param>
    /// <param name="cancellationToken">Gives up waiting; it may have been done.</param>
    /// <returns>The hold that is in force, which may be somebody else's.</returns>
    Task<Hold> HoldAsync(string vendor, string? account, AuditNote note, CancellationToken cancellationToken);

    /// <summary>
    /// Ends a hold, and records who did. That of a vendor and those of its accounts end each by itself.
    /// </summary>
    /// <param name="vendor">The vendor.</param>
    /// <param name="account">The account; null for the hold of all of the vendor's.</param>
    /// <param name="note">Who ends it, and why.</param>
    /// <param name="cancellationToken">Gives up waiting; it may have been done.</param>
    /// <returns>False where there was none.</returns>
    Task<bool> ReleaseHoldAsync(string vendor, string? account, AuditNote note, CancellationToken cancellationToken);
}
