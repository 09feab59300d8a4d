using System.Security.Cryptography;
using System.Text;

namespace Messaging.VendorSimulator.Tests;

/// <summary>The callers' side of the signatures, written independently of the simulator's.</summary>
internal static class Signing
{
    public static string Polyv(IDictionary<string, string> parameters, string secret) =>
        Convert.ToHexString(MD5.HashData(Text(parameters.Where(p => p.Value.Trim().Length > 0), secret)));

    public static string PolyvSha256(IDictionary<string, string> parameters, string secret) =>
        Convert.ToHexString(SHA256.HashData(Text(parameters.Where(p => p.Value.Trim().Length > 0), secret)));

    public static string Gateway(IDictionary<string, string> parameters, string secret) =>
        Convert.ToHexStringLower(MD5.HashData(Text(parameters, secret)));

    private static byte[] Text(IEnumerable<KeyValuePair<string, string>> parameters, string secret)
    {
        var sorted = new SortedDictionary<string, string>(
            parameters.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
        return Encoding.UTF8.GetBytes(secret + string.Concat(sorted.Select(p => p.Key + p.Value)) + secret);
    }
}
