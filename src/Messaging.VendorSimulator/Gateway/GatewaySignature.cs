using Messaging.VendorSimulator.Calls;

namespace Messaging.VendorSimulator.Gateway;

/// <summary>
/// Signs every posted parameter as it was posted; one with an empty value counts with its key alone. MD5, lower case.
/// </summary>
internal static class GatewaySignature
{
    public static string Sign(IReadOnlyDictionary<string, string> parameters, string secret) =>
        Convert.ToHexStringLower(SignatureText.Md5(SignatureText.Build(parameters, secret)));
}
