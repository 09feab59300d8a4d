namespace Messaging.Fulfillment.Vendors.Fengchao;

/// <summary>
/// Settings of Fengchao (蜂巢), the gateway to Doudian: section <c>Vendors:Fengchao</c>. From the page "订单发货接口":
/// up to 100 orders in a call, all of one shop.
/// </summary>
public sealed class FengchaoOptions : VendorOptions<FengchaoAccountOptions>
{
    internal const string Vendor = "fengchao";

    /// <summary>
    /// Sets the vendor's defaults: <c>https://kf.fw199.com</c>, 100 orders in a call, 10 calls a second.
    /// </summary>
    public FengchaoOptions()
    {
        BaseUrl = new("https://kf.fw199.com");
        OrdersPerCall = MaxOrdersPerCall;
        CallsPerSecond = 10;
    }

    /// <summary>
    /// The unit of <c>timestamp</c>. Default: seconds, as the page says; newer pages of the same vendor send
    /// milliseconds.
    /// </summary>
    public TimestampUnit TimestampUnit { get; set; } = TimestampUnit.Seconds;

    /// <inheritdoc/>
    public override IReadOnlyList<ClassificationRule> BuiltInClassification => FengchaoClassification.Calls;

    /// <inheritdoc/>
    public override Uri CallAddress => SignedForm.GetAddress(BaseUrl!, FengchaoRequest.Path);

    /// <inheritdoc/>
    protected override int MaxOrdersPerCall => 100;

    /// <inheritdoc/>
    public override IEnumerable<string> FindErrors(string path)
    {
        foreach (var error in base.FindErrors(path))
            yield return error;
        if (!Enum.IsDefined(TimestampUnit))
            yield return $"{path}:TimestampUnit: '{TimestampUnit}' is neither Seconds nor Milliseconds.";
    }
}
