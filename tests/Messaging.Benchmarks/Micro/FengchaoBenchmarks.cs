using System.Net;
using System.Text;
using BenchmarkDotNet.Attributes;
using Messaging.Benchmarks.Orders;
using Messaging.Contracts;
using Messaging.Fulfillment.Vendors;
using Messaging.Fulfillment.Vendors.Fengchao;

namespace Messaging.Benchmarks.Micro;

public class FengchaoBenchmarks
{
    private const int Orders = 100;

    private readonly FengchaoSigner _signer = new();
    private readonly FengchaoOptions _options = new();
    private readonly FengchaoAccountOptions _account =
        new() { AppId = "app", AppSecret = "secret", SellerNick = "shop" };
    private readonly VendorOrder<OrderShipped>[] _orders = SampleEvents.Make<OrderShipped>(Flow.Fengchao);
    private readonly KeyValuePair<string, string?>[] _parameters;
    private readonly byte[] _answer;

    public FengchaoBenchmarks()
    {
        var shipments = _orders.Select(order =>
            $$"""{"order_id":"{{order.Event.OrderNo}}","company_code":"zhongtong","logistics_code":"{{order.Event.TrackingNo}}","code":0,"msg":""}""");
        var data = $"[{string.Join(',', shipments)}]";
        _parameters = [new("appid", "app"), new(
            "timestamp", "1657525936"), new("seller_nick", "shop"), new("request_data", data)];
        _answer = Encoding.UTF8.GetBytes($$"""{"code":0,"message":"ok","data":{{data}},"trace_id":""}""");
    }

    [Benchmark(OperationsPerInvoke = Orders)]
    public string Sign() => _signer.Sign(_parameters, _account.AppSecret).Value;

    [Benchmark(OperationsPerInvoke = Orders)]
    public async Task<byte[]> BuildRequest()
    {
        using var request =
            FengchaoRequest.Build(_orders.Select(order => order.Event), _account, _options, SampleEvents.Now);
        return await request.Content!.ReadAsByteArrayAsync();
    }

    [Benchmark(OperationsPerInvoke = Orders)]
    public VendorAnswer ReadAnswer() => FengchaoAnswer.Read(new(HttpStatusCode.OK, _answer), _orders, _options);
}
