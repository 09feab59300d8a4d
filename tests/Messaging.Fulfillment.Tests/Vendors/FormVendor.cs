using System.Net;
using System.Text;
using Messaging.Fulfillment.Vendors;
using Microsoft.AspNetCore.WebUtilities;

namespace Messaging.Fulfillment.Tests.Vendors;

/// <summary>A vendor that records the forms it is sent and gives the same answer to all.</summary>
internal sealed class FormVendor(
    string answer, HttpStatusCode status = HttpStatusCode.OK) : HttpMessageHandler, IHttpClientFactory
{
    public List<Dictionary<string, string>> Forms { get; } = [];

    public VendorHttp Http => new(this, TimeProvider.System);

    public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

    public static HttpReply Reply(string body, int status = 200, TimeSpan? retryAfter = null) =>
        new((HttpStatusCode)status, Encoding.UTF8.GetBytes(body), retryAfter);

    public static async Task<Dictionary<string, string>> ReadFormAsync(HttpRequestMessage request)
    {
        using var reader = new FormReader(await request.Content!.ReadAsStringAsync());
        return (await reader.ReadFormAsync()).ToDictionary(p => p.Key, p => p.Value.ToString(), StringComparer.Ordinal);
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Forms.Add(await ReadFormAsync(request));
        return new(status) { Content = new StringContent(answer) };
    }
}

internal sealed class HandSetTime : TimeProvider
{
    public DateTimeOffset Now { get; set; } = DateTimeOffset.FromUnixTimeSeconds(1657525936);

    public override DateTimeOffset GetUtcNow() => Now;
}
