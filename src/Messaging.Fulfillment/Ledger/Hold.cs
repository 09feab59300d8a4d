namespace Messaging.Fulfillment.Ledger;

/// <summary>An operator has an account, or a whole vendor, called no more until somebody releases it.</summary>
/// <param name="Vendor">The vendor.</param>
/// <param name="Account">The account; null for all of the vendor's.</param>
/// <param name="Since">Since when, by the ledger's clock.</param>
/// <param name="Who">The name of the operator's key.</param>
/// <param name="Why">The reason that was given.</param>
public sealed record Hold(string Vendor, string? Account, DateTimeOffset Since, string Who, string Why)
{
    /// <summary>Says it in a sentence: what is held, by whom, since when, why.</summary>
    public override string ToString() =>
        $"{(Account is null ? Vendor : $"{Vendor} {Account}")} is held by {Who} since {Since:u}: {Why}";
}
