using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Messaging.Fulfillment.Vendors;

/// <summary>
/// The text that the vendors sign: the secret, every key with its value in ordinal order of the keys, the secret again.
/// They differ in which values are left out and in how the digest is written.
/// </summary>
public static class SignedText
{
    /// <summary>The parameters in ordinal order, keys and values concatenated.</summary>
    /// <param name="parameters">The parameters with their raw values.</param>
    /// <param name="isSigned">Whether a parameter with this value is signed; the others are left out.</param>
    public static string Build(IEnumerable<KeyValuePair<string, string?>> parameters, Func<string?, bool> isSigned)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in parameters.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            if (isSigned(value))
                text.Append(key).Append(value);
        }

        return text.ToString();
    }

    /// <summary>MD5 of secret + text + secret in UTF-8.</summary>
    /// <param name="text">What <see cref="Build"/> made.</param>
    /// <param name="secret">The account's secret.</param>
    [SuppressMessage("Security", "CA5351", Justification = "The vendors define their signature so.")]
    public static byte[] Md5(string text, string secret) =>
        MD5.HashData(Encoding.UTF8.GetBytes(secret + text + secret));
}
