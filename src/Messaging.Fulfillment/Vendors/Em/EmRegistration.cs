using Messaging.Contracts;

namespace Messaging.Fulfillment.Vendors.Em;

/// <summary>Registers EM.</summary>
public static class EmRegistration
{
    /// <summary>Adds EM, which modifies orders; settings in <c>Vendors:Em</c>.</summary>
    /// <param name="vendors">The vendors of the service.</param>
    public static VendorsBuilder AddEm(this VendorsBuilder vendors) => vendors
        .Add<OrderModified, EmAdapter, EmOptions>(EmOptions.Vendor, "Em")
        .AddSigner<EmSigner>();
}
