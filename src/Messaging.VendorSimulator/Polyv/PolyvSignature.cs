using System.Security.Cryptography;
using Messaging.VendorSimulator.Calls;

namespace Messaging.VendorSimulator.Polyv;

/// <summary>
/// Signs the query, never the body; blank values are left out. Upper case. MD5 unless <c>signatureMethod</c> says
/// SHA256.
/// </summary>
internal static class PolyvSignature
{
    public static string Sign(IReadOnlyDictionary<string, string> parameters, string secret)
    {
        var text =
            SignatureText.Build(parameters.Where(parameter => !string.IsNullOrWhiteSpace(parameter.Value)), secret);
        var isSha256 =
            string.Equals(parameters.GetValueOrDefault("signatureMethod"), "SHA256", StringComparison.Ordinal);
        return Convert.ToHexString(isSha256 ? SHA256.HashData(text) : SignatureText.Md5(text));
    }
}
