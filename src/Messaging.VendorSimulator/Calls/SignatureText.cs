using System.Security.Cryptography;
using System.Text;

namespace Messaging.VendorSimulator.Calls;

/// <summary>
/// The text that all three vendors sign: secret, then every key and value in ordinal order of the keys, then the secret
/// again.
/// </summary>
internal static class SignatureText
{
    public static byte[] Build(IEnumerable<KeyValuePair<string, string>> parameters, string secret)
    {
        var text = new StringBuilder(secret);
        foreach (var (key, value) in parameters.OrderBy(parameter => parameter.Key, StringComparer.Ordinal))
            text.Append(key).Append(value);
        return Encoding.UTF8.GetBytes(text.Append(secret).ToString());
    }

    // Weak, but prescribed by the vendors; the simulator protects nothing with it.
    public static byte[] Md5(byte[] text) => MD5.HashData(text);
}
