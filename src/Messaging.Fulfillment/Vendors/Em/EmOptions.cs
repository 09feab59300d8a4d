namespace Messaging.Fulfillment.Vendors.Em;

/// <summary>
/// Settings of EM, the franchiser's trade system: section <c>Vendors:Em</c>. From the page "3. 修改订单": one order in a
/// call. The page leaves the signature's details to its sample code, which it does not print: they are Fengchao's
/// unless set otherwise here.
/// </summary>
public sealed class EmOptions : VendorOptions<AccountOptions>
{
    internal const string Vendor = "em";

    /// <summary>
    /// Sets the vendor's defaults: <c>http://47.101.175.115:7070</c>, one order in a call, 20 calls a second.
    /// </summary>
    public EmOptions()
    {
        BaseUrl = new("http://47.101.175.115:7070");
        OrdersPerCall = MaxOrdersPerCall;
        CallsPerSecond = 20;
    }

    /// <summary>The unit of <c>timestamp</c>. Default: seconds, as in the page's sample.</summary>
    public TimestampUnit TimestampUnit { get; set; } = TimestampUnit.Seconds;

    /// <summary>
    /// Whether numbers are sent as JSON strings, as in the page's sample, or as the numbers that its table says.
    /// Default: true.
    /// </summary>
    public bool NumbersAsStrings { get; set; } = true;

    /// <summary>Whether a parameter with an empty value is signed, its key alone. Default: true.</summary>
    public bool SignatureKeepsEmptyValues { get; set; } = true;

    /// <summary>Whether the signature is written in upper case. Default: false.</summary>
    public bool SignatureInUpperCase { get; set; }

    /// <inheritdoc/>
    public override IReadOnlyList<ClassificationRule> BuiltInClassification => EmClassification.BuiltIn;

    /// <inheritdoc/>
    public override Uri CallAddress => SignedForm.GetAddress(BaseUrl!, EmRequest.Path);

    /// <inheritdoc/>
    protected override int MaxOrdersPerCall => 1;

    /// <inheritdoc/>
    public override IEnumerable<string> FindErrors(string path)
    {
        foreach (var error in base.FindErrors(path))
            yield return error;
        if (!Enum.IsDefined(TimestampUnit))
            yield return $"{path}:TimestampUnit: '{TimestampUnit}' is neither Seconds nor Milliseconds.";
    }
}
