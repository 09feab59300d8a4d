using System.Net;
using System.Text;
using BenchmarkDotNet.Attributes;
using Messaging.Benchmarks.Orders;
using Messaging.Contracts;
using Messaging.Fulfillment.Vendors;
using Messaging.Fulfillment.Vendors.Em;

namespace Messaging.Benchmarks.Micro;

public class EmBenchmarks
{
    private readonly EmOptions _options = new();
    private readonly AccountOptions _account = new() { AppId = "app", AppSecret = "secret" };
    private readonly VendorOrder<OrderModified>[] _orders = SampleEvents.Make<OrderModified>(Flow.Em);
    private readonly byte[] _answer =
        Encoding.UTF8.GetBytes("""{"statusCode":0,"message":"修改成功","data":"DD202409260001"}""");
    private readonly KeyValuePair<string, string?>[] _parameters =
    [
        new("appid", "app"),
        new("timestamp", "1657525936"),
        new(
            "request_data",
            """{"tradeno":"DD202409260001","warehouseid":"22","transportway":"2","logisticscompanyid":"6","traderemark":"双十一"}"""),
    ];

    [Benchmark]
    public string Sign() => EmSigner.Sign(_parameters, _account.AppSecret, _options).Value;

    [Benchmark]
    public async Task<byte[]> BuildRequest()
    {
        using var request = EmRequest.Build(_orders[0].Event, _account, _options, SampleEvents.Now);
        return await request.Content!.ReadAsByteArrayAsync();
    }

    [Benchmark]
    public VendorAnswer ReadAnswer() => EmAnswer.Read(new(HttpStatusCode.OK, _answer), _orders, _options);
}
