using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Messaging.Fulfillment.Vendors.Polyv;

/// <summary>
/// Builds signed requests. A signature covers the query, never the body, and is valid for 3 minutes from its time:
/// every attempt needs a request of its own.
/// </summary>
internal static class PolyvRequest
{
    private const string Orders = "/live/v4/user/product/order/";
    private const string UpdateOperation = "update-batch-status";

    public const string UpdatePath = Orders + UpdateOperation;

    private static readonly PolyvSigner Signer = new();
    private static readonly MediaTypeHeaderValue Json = new("application/json", "utf-8");

    /// <summary>Sets the status of <paramref name="orderNos"/> to delivering.</summary>
    public static HttpRequestMessage Update(
        PolyvOptions options, AccountOptions account, IReadOnlyList<string> orderNos, DateTimeOffset now)
    {
        var body =
            JsonSerializer.SerializeToUtf8Bytes(new PolyvUpdate(orderNos, "delivering"), PolyvJson.Default.PolyvUpdate);
        var request = Sign(HttpMethod.Post, options, account, UpdateOperation, now);
        request.Content = new ByteArrayContent(body) { Headers = { ContentType = Json } };
        return request;
    }

    /// <summary>Reads one order, its status among the rest.</summary>
    public static HttpRequestMessage Get(
        PolyvOptions options, AccountOptions account, string orderNo, DateTimeOffset now) =>
        Sign(HttpMethod.Get, options, account, "get", now, KeyValuePair.Create<string, string?>("orderNo", orderNo));

    private static HttpRequestMessage Sign(
        HttpMethod method,
        PolyvOptions options,
        AccountOptions account,
        string operation,
        DateTimeOffset now,
        params KeyValuePair<string, string?>[] own)
    {
        List<KeyValuePair<string, string?>> parameters =
        [
            new("appId", account.AppId),
            new("timestamp", now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)),
            .. own,
        ];
        if (options.SignatureMethod == PolyvSignatureMethod.Sha256)
            parameters.Add(new(PolyvSigner.MethodParameter, PolyvSigner.Sha256));
        var signature = Signer.Sign(parameters, account.AppSecret).Value;
        parameters.Add(new("sign", signature));

        var query = string.Join('&', parameters.Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value ?? "")}"));
        return new HttpRequestMessage(method, new Uri(options.BaseUrl!, $"{Orders}{operation}?{query}"))
            .Hide(signature, account.AppSecret);
    }
}
