using Microsoft.Extensions.Options;

namespace Messaging.Fulfillment.Vendors.Em;

/// <summary>EM's signature, in the variant that is configured.</summary>
internal sealed class EmSigner(IOptionsMonitor<EmOptions> options) : IParameterSigner
{
    public string Vendor => EmOptions.Vendor;

    public ParameterSignature Sign(IEnumerable<KeyValuePair<string, string?>> parameters, string secret) =>
        Sign(parameters, secret, options.CurrentValue);

    public static ParameterSignature Sign(
        IEnumerable<KeyValuePair<string, string?>> parameters, string secret, EmOptions options) =>
        SignedForm.Sign(parameters, secret, options.SignatureKeepsEmptyValues, options.SignatureInUpperCase);
}
