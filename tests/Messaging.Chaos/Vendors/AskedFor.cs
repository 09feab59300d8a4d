using System.Text.Json;
using Messaging.VendorSimulator;
using Microsoft.AspNetCore.Http;

namespace Messaging.Chaos.Vendors;

/// <summary>An order in a request to a vendor.</summary>
internal sealed record AskedFor(string OrderNo, string What)
{
    /// <summary>
    /// Reads the orders of a request, and rewinds its body. Empty for a request that asks for no change.
    /// </summary>
    public static async Task<(string Vendor, IReadOnlyList<AskedFor> Orders)> ReadAsync(HttpRequest request)
    {
        request.EnableBuffering();
        var read = request.Path.Value switch
        {
            "/live/v4/user/product/order/update-batch-status" => (VendorNames.Polyv, await ReadPolyvAsync(request)),
            "/gateway/dd/order/logistics/add" => (VendorNames.Fengchao, await ReadFengchaoAsync(request)),
            "/franchiser/api/trade/modify" => (VendorNames.Em, await ReadEmAsync(request)),
            _ => ("", []),
        };
        request.Body.Position = 0;
        return read;
    }

    private static async Task<AskedFor[]> ReadPolyvAsync(HttpRequest request)
    {
        using var body = await JsonDocument.ParseAsync(request.Body);
        var numbers = body.RootElement.GetProperty("orderNos").EnumerateArray();
        return [.. numbers.Select(number => Order(number.GetString()!))];
    }

    private static async Task<AskedFor[]> ReadFengchaoAsync(HttpRequest request)
    {
        using var data = await ReadFormAsync(request);
        var orders = data.RootElement.EnumerateArray();
        return [.. orders.Select(order => Order(order.GetProperty("order_id").GetString()!))];
    }

    private static async Task<AskedFor[]> ReadEmAsync(HttpRequest request)
    {
        using var data = await ReadFormAsync(request);
        var number = data.RootElement.GetProperty("tradeno").GetString()!;
        return [new(number, $"{number} {data.RootElement.GetProperty("traderemark").GetString()}")];
    }

    private static async Task<JsonDocument> ReadFormAsync(HttpRequest request) =>
        JsonDocument.Parse((await request.ReadFormAsync())["request_data"].ToString());

    private static AskedFor Order(string number) => new(number, number);
}
