namespace Messaging.Fulfillment.Vendors.Fengchao;

/// <summary>Fengchao's signature: lower-case MD5 over every parameter, empty values included.</summary>
internal sealed class FengchaoSigner : IParameterSigner
{
    public string Vendor => FengchaoOptions.Vendor;

    public ParameterSignature Sign(IEnumerable<KeyValuePair<string, string?>> parameters, string secret) =>
        SignedForm.Sign(parameters, secret);
}
