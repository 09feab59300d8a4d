using Messaging.Fulfillment.Settings;

namespace Messaging.Worker.Management;

/// <summary>Where operators ask, and who may, from the section <c>Management</c>.</summary>
internal sealed class ManagementOptions : IValidatedSettings
{
    public const string Section = "Management";

    /// <summary>
    /// The address of the operators' API, as <c>http://127.0.0.1:8081</c> or <c>https://0.0.0.0:8443</c>. Default: none
    /// of its own; it is found at <c>Urls</c>, by whoever comes by this machine's loopback address.
    /// </summary>
    public string? Url { get; set; }

    /// <summary>
    /// Whether whoever comes by loopback may read, without what is personal. Default: only while there is neither a key
    /// nor a user.
    /// </summary>
    public bool? AnonymousReading { get; set; }

    /// <summary>Keys by the names under which their holders appear in the log. Default: none.</summary>
    public Dictionary<string, ApiKeyOptions> ApiKeys { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>People who sign in at the page, by the names that they sign in with. Default: none.</summary>
    public Dictionary<string, UserOptions> Users { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether somebody may read who comes by loopback and does not say who he is.</summary>
    public bool MayReadUnnamed => AnonymousReading ?? (ApiKeys.Count == 0 && Users.Count == 0);

    /// <inheritdoc/>
    public IEnumerable<string> FindErrors(string path)
    {
        if (Url is not null)
        {
            var address = ManagementAddress.TryParse(Url);
            if (address is null)
                yield return $"{path}:Url: is no address with a port, as http://127.0.0.1:8081.";
            else if (!address.IsLoopback && ApiKeys.Count == 0 && Users.Count == 0)
                yield return $"{path}:Url: is beyond this machine's loopback, and nobody could sign in there. Add a "
                    + $"key under {path}:ApiKeys or somebody under {path}:Users; the commands api-key and user make "
                    + "them.";
        }

        foreach (var (name, key) in ApiKeys)
        {
            if (key.Hash.Length != ApiKey.HashDigits || !key.Hash.All(char.IsAsciiHexDigit))
                yield return $"{path}:ApiKeys:{name}:Hash: is not the SHA-256 of a key in 64 hexadecimal digits; the "
                    + "command api-key makes both.";
            if (FindRoleError(key.Roles, $"{path}:ApiKeys:{name}") is { } error)
                yield return error;
        }

        foreach (var (name, user) in Users)
        {
            if (!Password.IsHash(user.PasswordHash))
                yield return $"{path}:Users:{name}:PasswordHash: is not what the command user makes of a password.";
            if (FindRoleError(user.Roles, $"{path}:Users:{name}") is { } error)
                yield return error;
            if (name.Length > SignInLimiter.LongestName)
                yield return $"{path}:Users:{name}: is longer than {SignInLimiter.LongestName} characters.";
            if (ApiKeys.ContainsKey(name))
                yield return $"{path}:Users:{name}: is the name of a key, too; who did what could not be told.";
        }

        foreach (var same in ApiKeys.GroupBy(key => key.Value.Hash, StringComparer.OrdinalIgnoreCase))
        {
            if (same.Key.Length > 0 && same.Count() > 1)
                yield return $"{path}:ApiKeys: {string.Join(" and ", same.Select(key => key.Key))} are the same key; "
                    + "who did what could not be told.";
        }
    }

    private static string? FindRoleError(List<ManagementRole> roles, string path) =>
        roles.Count == 0 || !roles.TrueForAll(Enum.IsDefined)
            ? $"{path}:Roles: has none, or one that is none; name {nameof(ManagementRole.Reader)} or "
                + $"{nameof(ManagementRole.Operator)} in {path}:Roles:0."
            : null;
}
