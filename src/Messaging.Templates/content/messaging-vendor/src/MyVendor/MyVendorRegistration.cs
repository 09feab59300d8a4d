using Messaging.Fulfillment.Vendors;

namespace MyVendor;

/// <summary>Registers MyVendor.</summary>
public static class MyVendorRegistration
{
    /// <summary>
    /// Adds MyVendor, which handles <see cref="MyVendorOrder"/>; settings from <c>Vendors:MyVendor</c>.
    /// </summary>
    /// <param name="vendors">The vendors of the service.</param>
    public static VendorsBuilder AddMyVendor(this VendorsBuilder vendors) => vendors
        .AddSigner<MyVendorSigner>()
        .Add<MyVendorOrder, MyVendorAdapter, MyVendorOptions>(MyVendorAdapter.Name, "MyVendor");
}
