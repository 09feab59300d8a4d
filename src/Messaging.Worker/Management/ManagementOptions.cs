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
    /// Whether whoever comes by loopback may read, without what is personal. Default: only while there is no key.
    /// </summary>
    public bool? AnonymousReading { get; set; }

    /// <summary>Keys by the names under which their holders appear in the log. Default: none.</summary>
    public Dictionary<string, ApiKeyOptions> ApiKeys { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether somebody without a key may read, who comes by loopback.</summary>
    public bool MayReadUnnamed => AnonymousReading ?? ApiKeys.Count == 0;

    /// <inheritdoc/>
    public IEnumerable<string> FindErrors(string path)
    {
        if (Url is not null)
        {
            var address = ManagementAddress.TryParse(Url);
            if (address is null)
                yield return $"{path}:Url: is no address with a port, as http://127.0.0.1:8081.";
            else if (!address.IsLoopback && ApiKeys.Count == 0)
                yield return $"{path}:Url: is beyond this machine's loopback, and nobody could sign in there. Add a "
                    + $"key under {path}:ApiKeys; the command api-key makes one.";
        }

        foreach (var (name, key) in ApiKeys)
        {
            if (key.Hash.Length != ApiKey.HashDigits || !key.Hash.All(char.IsAsciiHexDigit))
                yield return $"{path}:ApiKeys:{name}:Hash: is not the SHA-256 of a key in 64 hexadecimal digits; the "
                    + "command api-key makes both.";
            if (key.Roles.Count == 0 || !key.Roles.TrueForAll(Enum.IsDefined))
                yield return $"{path}:ApiKeys:{name}:Roles: has none, or one that is none; name "
                    + $"{nameof(ManagementRole.Reader)} or {nameof(ManagementRole.Operator)} in "
                    + $"{path}:ApiKeys:{name}:Roles:0.";
        }

        foreach (var same in ApiKeys.GroupBy(key => key.Value.Hash, StringComparer.OrdinalIgnoreCase))
        {
            if (same.Key.Length > 0 && same.Count() > 1)
                yield return $"{path}:ApiKeys: {string.Join(" and ", same.Select(key => key.Key))} are the same key; "
                    + "who did what could not be told.";
        }
    }
}
