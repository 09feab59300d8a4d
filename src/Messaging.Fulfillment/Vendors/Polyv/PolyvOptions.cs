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
    /// With <see cref="PolyvResolution.Query"/>: the most queries before one call, 1 to 1,000; the orders beyond stay
    /// unknown until they are due again. Queries count at Polyv but not against
    /// <see cref="VendorLimits.CallsPerSecond"/>, and have to fit into <see cref="VendorLimits.AttemptTimeout"/>
    /// together with the call. Default: 20.
    /// </summary>
    public int QueriesPerCall { get; set; } = 20;

    /// <inheritdoc/>
    public override IReadOnlyList<ClassificationRule> BuiltInClassification => PolyvClassification.BuiltIn;

    /// <inheritdoc/>
    public override Uri CallAddress => new(BaseUrl!, PolyvRequest.UpdatePath);

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
