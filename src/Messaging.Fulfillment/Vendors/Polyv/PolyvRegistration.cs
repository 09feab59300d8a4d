using Messaging.Contracts;

namespace Messaging.Fulfillment.Vendors.Polyv;

/// <summary>Registers Polyv.</summary>
public static class PolyvRegistration
{
    /// <summary>
    /// Adds Polyv, which handles <see cref="OrderMarkedDelivering"/>; settings from <c>Vendors:Polyv</c>.
    /// </summary>
    /// <param name="vendors">The vendors.</param>
    public static VendorsBuilder AddPolyv(this VendorsBuilder vendors)
    {
        ArgumentNullException.ThrowIfNull(vendors);
        return vendors
            .AddSigner<PolyvSigner>()
            .AddCredentialCheck<PolyvCredentialCheck>()
            .Add<OrderMarkedDelivering, PolyvAdapter, PolyvOptions>(PolyvAdapter.Name, "Polyv");
    }
}
