using Messaging.Fulfillment.Vendors;

namespace MyVendor;

/// <summary>Settings of MyVendor, from the section <c>Vendors:MyVendor</c>.</summary>
public sealed class MyVendorOptions : VendorOptions<AccountOptions>
{
    /// <summary>MyVendor's address, as many orders in a call as it takes, and 10 calls per second.</summary>
    public MyVendorOptions()
    {
        BaseUrl = new("https://api.myvendor.example");
        OrdersPerCall = MaxOrdersPerCall;
        CallsPerSecond = 10;
    }

    /// <inheritdoc/>
    public override Uri CallAddress => new(BaseUrl!, MyVendorRequest.Path);

    /// <inheritdoc/>
    public override IReadOnlyList<ClassificationRule> BuiltInClassification => MyVendorClassification.BuiltIn;

    /// <inheritdoc/>
    protected override int MaxOrdersPerCall => 50;
}
