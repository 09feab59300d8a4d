namespace Messaging.Fulfillment.Vendors;

/// <summary>What every vendor's configuration section has.</summary>
/// <typeparam name="TAccount">The vendor's credentials.</typeparam>
public abstract class VendorOptions<TAccount> : VendorLimits
    where TAccount : AccountOptions, new()
{
    /// <summary>
    /// The accounts, by the name that order events use. A vendor that has none at the start is off; one that is on
    /// keeps at least one. Names are compared without regard to case.
    /// </summary>
    public Dictionary<string, TAccount> Accounts { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> AccountNames => Accounts.Keys;

    /// <inheritdoc/>
    public override IEnumerable<string> FindErrors(string path)
    {
        foreach (var error in base.FindErrors(path))
            yield return error;
        if (Accounts.Count == 0)
            yield return $"{path}:Accounts: no account is configured; add at least {path}:Accounts:<name>:AppId and "
                + ":AppSecret.";
        foreach (var (name, account) in Accounts)
        {
            foreach (var error in account.FindErrors($"{path}:Accounts:{name}"))
                yield return error;
        }
    }
}
