namespace Messaging.VendorSimulator.Accounts;

/// <summary>One account at a vendor. A class, not a record: a record would print its secret.</summary>
public sealed class AccountSettings
{
    /// <summary>The secret that calls are signed with. Required.</summary>
    public string Secret { get; set; } = "";

    /// <summary>Fengchao's <c>seller_nick</c>, which has to match. Default: any is accepted.</summary>
    public string? SellerNick { get; set; }

    /// <summary>
    /// Calls per second that the account may make, above 0; one second's worth may come at once. Default: unlimited.
    /// </summary>
    public double? CallsPerSecond { get; set; }

    internal static IEnumerable<string> FindErrors(IReadOnlyDictionary<string, AccountSettings> accounts, string path)
    {
        foreach (var (appId, account) in accounts)
        {
            if (string.IsNullOrEmpty(account.Secret))
                yield return $"{path}:{appId}:Secret: is missing.";
            if (account.CallsPerSecond is not (null or (> 0 and <= 1_000_000)))
                yield return $"{path}:{appId}:CallsPerSecond: {account.CallsPerSecond} is outside 0 (exclusive) to "
                    + "1,000,000.";
        }
    }
}
