using System.Net;
using System.Text;
using BenchmarkDotNet.Attributes;
using Messaging.Benchmarks.Orders;
using Messaging.Contracts;
using Messaging.Fulfillment.Vendors;
using Messaging.Fulfillment.Vendors.Polyv;

namespace Messaging.Benchmarks.Micro;

public class PolyvBenchmarks
{
    private const int Orders = 1000;

    private readonly PolyvSigner _signer = new();
    private readonly PolyvOptions _options = new();
    private readonly AccountOptions _account = new() { AppId = "app", AppSecret = "secret" };
    private readonly VendorOrder<OrderMarkedDelivering>[] _orders =
        SampleEvents.Make<OrderMarkedDelivering>(Flow.Polyv);
    private readonly KeyValuePair<string, string?>[] _parameters = [new("appId", "app"), new(
        "timestamp", "1660270926732")];
    private readonly byte[] _answer;

    public PolyvBenchmarks()
    {
        var numbers = string.Join(',', _orders.Select(order => $"\"{order.Event.OrderNo}\""));
        _answer = Encoding.UTF8.GetBytes(
            $$$"""{"code":200,"status":"success","requestId":"r","success":true,"data":{"successOrderNos":[{{{numbers}}}],"failOrderList":[]}}""");
    }

    [Benchmark(OperationsPerInvoke = Orders)]
    public string Sign() => _signer.Sign(_parameters, _account.AppSecret).Value;

    [Benchmark(OperationsPerInvoke = Orders)]
    public async Task<byte[]> BuildRequest()
    {
        using var request = PolyvRequest.Update(
            _options, _account, [.. _orders.Select(order => order.Event.OrderNo)], SampleEvents.Now);
        return await request.Content!.ReadAsByteArrayAsync();
    }

    [Benchmark(OperationsPerInvoke = Orders)]
    public VendorAnswer ReadAnswer() => PolyvAnswer.Read(new(HttpStatusCode.OK, _answer), _orders, _options);
}
