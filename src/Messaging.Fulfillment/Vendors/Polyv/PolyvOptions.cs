namespace Messaging.Fulfillment.Vendors.Polyv;

/// <summary>
/// Settings of Polyv, from the section <c>Vendors:Polyv</c>. What Polyv's page leaves open is an option here, with the
/// likelier reading as its default.
/// </summary>
public sealed class PolyvOptions : VendorOptions<AccountOptions>
{
    private const int MaxQueriesPerCall = 1000;

    /// <summary>Polyv's documented address, 1000 orders in a call and 10 calls per second.</summary>
    public PolyvOptions()
    {
        BaseUrl = new Uri("https://api.polyv.net");
        OrdersPerCall = MaxOrdersPerCall;
        CallsPerSecond = 10;
    }

    /// <summary>
    /// How requests are signed. Polyv publishes a sample for MD5 only. Default: <see cref="PolyvSignatureMethod.Md5"/>.
    /// </summary>
    public PolyvSignatureMethod SignatureMethod { get; set; } = PolyvSignatureMethod.Md5;

    /// <summary>
    /// What a successful answer with <c>"data":null</c> says of its orders. Polyv's own sample has it, without a word
    /// on its meaning; an answer without <c>data</c> is read in the same way. Default:
    /// <see cref="PolyvNullData.Succeeded"/>.
    /// </summary>
    public PolyvNullData NullDataMeans { get; set; } = PolyvNullData.Succeeded;

    /// <summary>
    /// What is done about an order of which an earlier attempt may have been carried out. Setting a status twice
    /// changes nothing, so that sending again is safe. Default: <see cref="PolyvResolution.SendAgain"/>.
    /// </summary>
    public PolyvResolution ResolveUnknownBy { get; set; } = PolyvResolution.SendAgain;

    /// <summary>
    /// With <see cref="PolyvResolution.Query"/>: the most queries before one call, 1 to 1,000; orders past it stay
    /// unknown until their next turn. Queries count at Polyv but not against <see cref="VendorLimits.CallsPerSecond"/>,
    /// and have to fit into <see cref="VendorLimits.AttemptTimeout"/> together with the call. Default: 20.
    /// </summary>
    public int QueriesPerCall { get; set; } = 20;

    /// <inheritdoc/>
    public override IReadOnlyList<ClassificationRule> BuiltInClassification => PolyvClassification.BuiltIn;

    /// <inheritdoc/>
    protected override int MaxOrdersPerCall => 1000;

    /// <inheritdoc/>
    public override IEnumerable<string> FindErrors(string path)
    {
        foreach (var error in base.FindErrors(path))
            yield return error;
        if (!Enum.IsDefined(SignatureMethod))
            yield return $"{path}:SignatureMethod: {SignatureMethod} is none of {Names<PolyvSignatureMethod>()}.";
        if (!Enum.IsDefined(NullDataMeans))
            yield return $"{path}:NullDataMeans: {NullDataMeans} is none of {Names<PolyvNullData>()}.";
        if (!Enum.IsDefined(ResolveUnknownBy))
            yield return $"{path}:ResolveUnknownBy: {ResolveUnknownBy} is none of {Names<PolyvResolution>()}.";
        if (QueriesPerCall is < 1 or > MaxQueriesPerCall)
            yield return $"{path}:QueriesPerCall: {QueriesPerCall} is outside 1 to 1,000.";
    }

    private static string Names<TEnum>()
        where TEnum : struct, Enum => string.Join(", ", Enum.GetNames<TEnum>());
}

/// <summary>Polyv's digests for signatures.</summary>
public enum PolyvSignatureMethod
{
    /// <summary>MD5, Polyv's default.</summary>
    Md5,

    /// <summary>SHA-256, announced to Polyv by the signed parameter <c>signatureMethod=SHA256</c>.</summary>
    Sha256,
}

/// <summary>What success without <c>data</c> says of the orders of the call.</summary>
public enum PolyvNullData
{
    /// <summary>Every order of the call was done.</summary>
    Succeeded,

    /// <summary>Nothing: each order may have been done.</summary>
    Unknown,
}

/// <summary>How to go on with an order of which an earlier attempt may have been carried out.</summary>
public enum PolyvResolution
{
    /// <summary>Send it again.</summary>
    SendAgain,

    /// <summary>Read its status first (<c>product/order/get</c>) and send it only where it is not set yet.</summary>
    Query,
}
