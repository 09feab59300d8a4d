using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Messaging.Worker.Management;

/// <summary>
/// A key: random enough that its SHA-256 can be kept in a file that others read. A password could be guessed from it.
/// </summary>
internal static class ApiKey
{
    /// <summary>The length of a hash in hexadecimal digits.</summary>
    public const int HashDigits = 64;

    private const int RandomBytes = 32;

    /// <summary>By which a key is recognised in a log or a repository that it should not be in.</summary>
    private const string Prefix = "messaging_";

    private static readonly int Length = Prefix.Length + Base64Url.GetEncodedLength(RandomBytes);

    /// <summary>A new key.</summary>
    public static string Create() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>What is kept of a key.</summary>
    public static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>
    /// The name that a key was given; null where there is none. Takes as long whether, and with which, it agrees.
    /// </summary>
    public static string? FindName(string key, IReadOnlyDictionary<string, ApiKeyOptions> known)
    {
        // What somebody made up himself, a password perhaps, is no key even where its hash is in the settings.
        if (key.Length != Length || !key.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        string? found = null;
        foreach (var (name, options) in known)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, Convert.FromHexString(options.Hash)))
                found = name;
        }

        return found;
    }
}
