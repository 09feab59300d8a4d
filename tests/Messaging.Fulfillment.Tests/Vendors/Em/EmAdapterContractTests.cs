using Messaging.Contracts;
using Messaging.Fulfillment.Vendors;
using Messaging.Fulfillment.Vendors.Em;

namespace Messaging.Fulfillment.Tests.Vendors.Em;

public sealed class EmAdapterContractTests : VendorAdapterContract<OrderModified>
{
    protected override string Account => "main";

    protected override int OrdersPerCall => 1;

    protected override IVendorAdapter<OrderModified> CreateAdapter(
        IHttpClientFactory clients, TimeProvider time)
    {
        var options = EmSamples.Options;
        options.Accounts[Account].AppSecret = Secret;
        return new EmAdapter(new VendorHttp(clients, time), new FixedOptions<EmOptions>(options), time);
    }

    protected override OrderModified CreateOrder(string orderNo) => EmSamples.Everything with { OrderNo = orderNo };
}
