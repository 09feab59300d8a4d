using System.Net.Http.Headers;
using System.Text.Json;
using Messaging.Fulfillment.Vendors;

namespace MyVendor;

/// <summary>Builds the signed request of one call: the signature is in the query, the orders are in the body.</summary>
internal static class MyVendorRequest
{
    public const string Path = "/orders";
    private static readonly MyVendorSigner Signer = new();
    private static readonly MediaTypeHeaderValue Json = new("application/json", "utf-8");

    public static HttpRequestMessage Create(
        IReadOnlyList<VendorOrder<MyVendorOrder>> orders,
        MyVendorOptions options,
        AccountOptions account,
        DateTimeOffset now)
    {
        KeyValuePair<string, string?>[] parameters =
            [new("appId", account.AppId), new("timestamp", TimestampUnit.Seconds.Format(now))];
        var signature = Signer.Sign(parameters, account.AppSecret).Value;
        var query = string.Join(
            '&', parameters.Append(new("sign", signature)).Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value!)}"));
        var body = new MyVendorBody(
            [.. orders.Select(order => new MyVendorItem(order.Event.OrderNo, order.Event.Note))]);
        // What is hidden is taken out of an answer that repeats it.
        return new HttpRequestMessage(HttpMethod.Post, new Uri(options.CallAddress, $"?{query}"))
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, MyVendorJson.Default.MyVendorBody))
            {
                Headers = { ContentType = Json },
            },
        }.Hide(signature, account.AppSecret);
    }
}
