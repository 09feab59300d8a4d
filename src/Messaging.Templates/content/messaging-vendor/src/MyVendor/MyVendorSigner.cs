using Messaging.Fulfillment.Vendors;

namespace MyVendor;

/// <summary>
/// Hex MD5 of the secret, each parameter's key and value in ordinal order of the keys, the secret again.
/// </summary>
internal sealed class MyVendorSigner : IParameterSigner
{
    public string Vendor => MyVendorAdapter.Name;

    public ParameterSignature Sign(IEnumerable<KeyValuePair<string, string?>> parameters, string secret)
    {
        var text = SignedText.Build(parameters, value => value is not null);
        return new(Convert.ToHexStringLower(SignedText.Md5(text, secret)), $"***{text}***");
    }
}
