using Messaging.Fulfillment.Testing.Vendors;
using Messaging.Fulfillment.Vendors;

namespace MyVendor.Tests;

/// <summary>What every adapter has to do, whatever its vendor answers.</summary>
public sealed class MyVendorAdapterContractTests : VendorAdapterContract<MyVendorOrder>
{
    protected override string Account => "main";

    protected override int OrdersPerCall => 3;

    protected override IVendorAdapter<MyVendorOrder> CreateAdapter(IHttpClientFactory clients, TimeProvider time)
    {
        var options = new MyVendorOptions { Accounts = { [Account] = new() { AppId = "id", AppSecret = Secret } } };
        return new MyVendorAdapter(new VendorHttp(clients, time), new FixedOptions<MyVendorOptions>(options), time);
    }

    protected override MyVendorOrder CreateOrder(string orderNo) => Orders.Create(orderNo);
}
