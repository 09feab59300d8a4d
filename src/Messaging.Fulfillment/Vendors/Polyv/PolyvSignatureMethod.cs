namespace Messaging.Fulfillment.Vendors.Polyv;

/// <summary>Polyv's digests for signatures.</summary>
public enum PolyvSignatureMethod
{
    /// <summary>MD5, Polyv's default.</summary>
    Md5,

    /// <summary>SHA-256, announced to Polyv by the signed parameter <c>signatureMethod=SHA256</c>.</summary>
    Sha256,
}
