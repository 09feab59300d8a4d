namespace Messaging.Fulfillment.Ledger;

/// <summary>
/// What operators hold, as last read from the ledger: every worker reads it again and again, and the one that is asked
/// to change it at once.
/// </summary>
/// <param name="ledger">Where holds are kept.</param>
public sealed class OperatorHolds(IHolds ledger) : IDisposable
{
    /// <summary>What was read before a change must not be taken for what was read after it.</summary>
    private readonly SemaphoreSlim _turn = new(1);

    private volatile IReadOnlyList<Hold> _current = [];

    /// <summary>Raised when another hold was read, or one less.</summary>
    internal event EventHandler? Changed;

    /// <summary>The holds as last read.</summary>
    public IReadOnlyList<Hold> Current => _current;

    /// <summary>Holds an account or a vendor: see <see cref="IHolds.HoldAsync"/>.</summary>
    /// <param name="vendor">The vendor.</param>
    /// <param name="account">The account; null for all of the vendor's.</param>
    /// <param name="note">Who holds it, and why.</param>
    /// <param name="cancellationToken">Gives up waiting; it may have been done.</param>
    /// <returns>The hold that is in force, which may be somebody else's.</returns>
    public async Task<Hold> HoldAsync(
        string vendor, string? account, AuditNote note, CancellationToken cancellationToken)
    {
        var hold = await ledger.HoldAsync(vendor, account, note, cancellationToken);
        await RefreshAsync(cancellationToken);
        return hold;
    }

    /// <summary>Ends a hold: see <see cref="IHolds.ReleaseHoldAsync"/>.</summary>
    /// <param name="vendor">The vendor.</param>
    /// <param name="account">The account; null for the hold of all of the vendor's.</param>
    /// <param name="note">Who ends it, and why.</param>
    /// <param name="cancellationToken">Gives up waiting; it may have been done.</param>
    /// <returns>False where there was none.</returns>
    public async Task<bool> ReleaseAsync(
        string vendor, string? account, AuditNote note, CancellationToken cancellationToken)
    {
        var wasHeld = await ledger.ReleaseHoldAsync(vendor, account, note, cancellationToken);
        await RefreshAsync(cancellationToken);
        return wasHeld;
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <summary>What holds an account: its own hold or its vendor's; null where nothing does.</summary>
    internal Hold? Find(string vendor, string account) => _current.FirstOrDefault(hold =>
        hold.Vendor.Equals(vendor, StringComparison.OrdinalIgnoreCase)
        && (hold.Account is null || hold.Account.Equals(account, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Reads them from the ledger.</summary>
    internal async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var read = await ledger.ListHoldsAsync(cancellationToken);
            if (read.SequenceEqual(_current))
                return;
            _current = read;
        }
        finally
        {
            _turn.Release();
        }

        Changed?.Invoke(this, EventArgs.Empty);
    }
}
