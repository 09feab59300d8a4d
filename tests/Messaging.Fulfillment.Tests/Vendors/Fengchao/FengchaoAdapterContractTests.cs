using Messaging.Contracts;
using Messaging.Fulfillment.Vendors;
using Messaging.Fulfillment.Vendors.Fengchao;

namespace Messaging.Fulfillment.Tests.Vendors.Fengchao;

public sealed class FengchaoAdapterContractTests : VendorAdapterContract<OrderShipped>
{
    protected override string Account => "shop";

    protected override int OrdersPerCall => 3;

    protected override IVendorAdapter<OrderShipped> CreateAdapter(IHttpClientFactory clients, TimeProvider time)
    {
        var options = FengchaoSamples.Options;
        options.Accounts[Account].AppSecret = Secret;
        return new FengchaoAdapter(new VendorHttp(clients, time), new FixedOptions<FengchaoOptions>(options), time);
    }

    protected override OrderShipped CreateOrder(string orderNo) => FengchaoSamples.Order(orderNo);
}
