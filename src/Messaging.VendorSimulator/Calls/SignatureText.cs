using System.Security.Cryptography;
using System.Text;

namespace Messaging.VendorSimulator.Calls;

/// <summary>
/// The text that the three vendors sign: secret, then every key and value in ordinal order of the keys, then the secret
/// again.
/// </summary>
public static class SignatureText
{
    /// <summary>The text, in UTF-8.</summary>
    /// <param name="parameters">What is signed, with raw values.</param>
    /// <param name="secret">The account's secret.</param>
    public static byte[] Build(IEnumerable<KeyValuePair<string, string>> parameters, string secret)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var text = new StringBuilder(secret);
        foreach (var (key, value) in parameters.OrderBy(parameter => parameter.Key, StringComparer.Ordinal))
            text.Append(key).Append(value);
        return Encoding.UTF8.GetBytes(text.Append(secret).ToString());
    }

    /// <summary>Its MD5: weak, but prescribed by the vendors; the simulator protects nothing with it.</summary>
    /// <param name="text">The text.</param>
    public static byte[] Md5(byte[] text) => MD5.HashData(text);
}
