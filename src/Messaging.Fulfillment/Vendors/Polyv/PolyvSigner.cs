using System.Security.Cryptography;
using System.Text;

namespace Messaging.Fulfillment.Vendors.Polyv;

/// <summary>
/// Signs query parameters; null and blank values are left out. The digest is the one that the parameters themselves
/// name: <c>signatureMethod=SHA256</c>, else MD5. Rules: https://polyv.gitbook.io/document/docs/live/api/buildsign
/// </summary>
internal sealed class PolyvSigner : IParameterSigner
{
    public const string MethodParameter = "signatureMethod";
    public const string Sha256 = "SHA256";

    public string Vendor => PolyvAdapter.Name;

    public ParameterSignature Sign(IEnumerable<KeyValuePair<string, string?>> parameters, string secret)
    {
        var all = parameters.ToArray();
        var text = SignedText.Build(all, value => !string.IsNullOrWhiteSpace(value));
        var digest = all.Contains(new(MethodParameter, Sha256))
            ? SHA256.HashData(Encoding.UTF8.GetBytes(secret + text + secret))
            : SignedText.Md5(text, secret);
        return new(Convert.ToHexString(digest), $"***{text}***");
    }
}
