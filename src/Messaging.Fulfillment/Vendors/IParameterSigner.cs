namespace Messaging.Fulfillment.Vendors;

/// <summary>Signs request parameters the way one vendor wants it.</summary>
public interface IParameterSigner
{
    /// <summary>The vendor's name.</summary>
    string Vendor { get; }

    /// <summary>Signs <paramref name="parameters"/>, of which none is the signature itself.</summary>
    /// <param name="parameters">The parameters with their raw values, in any order.</param>
    /// <param name="secret">The account's secret.</param>
    ParameterSignature Sign(IEnumerable<KeyValuePair<string, string?>> parameters, string secret);
}
