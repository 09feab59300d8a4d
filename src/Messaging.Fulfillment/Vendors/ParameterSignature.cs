namespace Messaging.Fulfillment.Vendors;

/// <summary>A signature and what was signed, fit to be shown.</summary>
/// <param name="Value">The signature as it goes into the request.</param>
/// <param name="MaskedText">The signed text with the secret replaced by asterisks.</param>
public sealed record ParameterSignature(string Value, string MaskedText);
