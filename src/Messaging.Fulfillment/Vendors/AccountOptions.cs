namespace Messaging.Fulfillment.Vendors;

/// <summary>One set of credentials at a vendor.</summary>
public class AccountOptions
{
    /// <summary>The application id that the vendor gave out. Required.</summary>
    public string AppId { get; set; } = "";

    /// <summary>
    /// The secret that signs calls. Required; from a secret store or the environment, never from a file in source
    /// control.
    /// </summary>
    public string AppSecret { get; set; } = "";

    /// <summary>
    /// While a secret is being changed, the one before it: a call that the vendor refuses with the other is signed with
    /// this one, until it is refused in turn. Nobody has to change the setting in the moment in which the vendor does.
    /// Default: none.
    /// </summary>
    public string? PreviousAppSecret { get; set; }

    /// <summary>
    /// Everything that is wrong with this account, each with its configuration path; never a secret's value.
    /// </summary>
    /// <param name="path">The path of this account.</param>
    public virtual IEnumerable<string> FindErrors(string path)
    {
        if (string.IsNullOrWhiteSpace(AppId))
            yield return $"{path}:AppId: is missing; it is the application id that the vendor gave out.";
        if (string.IsNullOrWhiteSpace(AppSecret))
            yield return $"{path}:AppSecret: is missing; set it from a secret store or the environment "
                + $"({path.Replace(":", "__", StringComparison.Ordinal)}__AppSecret).";
    }

    /// <summary>The same account with another secret.</summary>
    internal AccountOptions With(string secret)
    {
        var copy = (AccountOptions)MemberwiseClone();
        copy.AppSecret = secret;
        return copy;
    }
}
