using Messaging.Contracts;
using Messaging.Fulfillment.Vendors;
using Messaging.Fulfillment.Vendors.Polyv;

namespace Messaging.Fulfillment.Tests.Vendors.Polyv;

public sealed class PolyvAdapterContractTests : VendorAdapterContract<OrderMarkedDelivering>
{
    protected override string Account => PolyvCase.Account;

    protected override int OrdersPerCall => 3;

    protected override IVendorAdapter<OrderMarkedDelivering> CreateAdapter(
        IHttpClientFactory clients, TimeProvider time) =>
        new PolyvAdapter(
            new VendorHttp(clients, time), new FixedOptions<PolyvOptions>(PolyvCase.Options(Secret)), time);

    protected override OrderMarkedDelivering CreateOrder(string orderNo) => PolyvCase.Order(orderNo).Event;
}
