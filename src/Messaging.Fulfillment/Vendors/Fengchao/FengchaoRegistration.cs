using Messaging.Contracts;

namespace Messaging.Fulfillment.Vendors.Fengchao;

/// <summary>Registers Fengchao.</summary>
public static class FengchaoRegistration
{
    /// <summary>Adds Fengchao, which ships orders at Doudian; settings in <c>Vendors:Fengchao</c>.</summary>
    /// <param name="vendors">The vendors of the service.</param>
    public static VendorsBuilder AddFengchao(this VendorsBuilder vendors) => vendors
        .Add<OrderShipped, FengchaoAdapter, FengchaoOptions>(FengchaoOptions.Vendor, "Fengchao")
        .AddSigner<FengchaoSigner>();
}
