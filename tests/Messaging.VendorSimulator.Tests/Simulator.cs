using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Messaging.Testing;
using Microsoft.AspNetCore.Builder;

namespace Messaging.VendorSimulator.Tests;

/// <summary>A simulator on a free loopback port, and calls to it that are signed as a caller would.</summary>
internal sealed class Simulator : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Simulator(WebApplication app, ManualTimeProvider time)
    {
        _app = app;
        Time = time;
        Http = new HttpClient { BaseAddress = app.SimulatorAddress() };
    }

    public ManualTimeProvider Time { get; }

    public HttpClient Http { get; }

    public SimulatedVendors Vendors => _app.SimulatedVendors();

    public static async Task<Simulator> StartAsync(Action<VendorSimulatorSettings>? configure = null)
    {
        var time = new ManualTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(1_660_270_926_732));
        var settings = new VendorSimulatorSettings { Urls = "http://127.0.0.1:0" };
        configure?.Invoke(settings);
        var app = VendorSimulatorApp.Build(settings, time);
        await app.StartAsync();
        return new Simulator(app, time);
    }

    public Task<Reply> PolyvAsync(params string[] orderNos) =>
        PolyvAsync(JsonSerializer.Serialize(new { orderNos, status = "delivering" }));

    public Task<Reply> PolyvAsync(string body, Action<Dictionary<string, string>>? tamper = null) =>
        SendAsync(
            HttpMethod.Post, "/live/v4/user/product/order/update-batch-status?" + PolyvQuery([], tamper), Json(body));

    public Task<Reply> PolyvOrderAsync(string orderNo) => SendAsync(
        HttpMethod.Get,
        "/live/v4/user/product/order/get?" + PolyvQuery(new(StringComparer.Ordinal) { ["orderNo"] = orderNo }),
        content: null);

    public Task<Reply> FengchaoAsync(params string[] orderIds) => FengchaoAsync(JsonSerializer.Serialize(
        orderIds.Select(id => new { order_id = id, company_code = "zhongtong", logistics_code = "T" + id })));

    public Task<Reply> FengchaoAsync(string requestData, Action<Dictionary<string, string>>? tamper = null) =>
        SendAsync(
        HttpMethod.Post,
        "/gateway/dd/order/logistics/add",
        Form("demo-fengchao", requestData, fields => fields["seller_nick"] = "demo-shop", tamper));

    public Task<Reply> EmAsync(string requestData, Action<Dictionary<string, string>>? tamper = null) => SendAsync(
        HttpMethod.Post,
        "/franchiser/api/trade/modify",
        Form("demo-em", requestData, static _ => { }, tamper));

    public Task<Reply> EmAsync(object trade) => EmAsync(JsonSerializer.Serialize(trade));

    /// <summary>An ordinary call at the vendor, with one order.</summary>
    public Task<Reply> CallAsync(string vendor, string orderNo = "1") => vendor switch
    {
        VendorNames.Polyv => PolyvAsync([orderNo]),
        VendorNames.Fengchao => FengchaoAsync([orderNo]),
        _ => EmAsync(new { tradeno = orderNo, traderemark = "r" }),
    };

    public Task<Reply> AdminAsync(HttpMethod method, string path, string? body = null) =>
        SendAsync(method, "/admin" + path, body is null ? null : Json(body));

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private string PolyvQuery(Dictionary<string, string> query, Action<Dictionary<string, string>>? tamper = null)
    {
        query["appId"] = "demo-polyv";
        query["timestamp"] = Time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        query["sign"] = Signing.Polyv(query, "demo-polyv-secret");
        tamper?.Invoke(query);
        return string.Join('&', query.Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value)}"));
    }

    private FormUrlEncodedContent Form(
        string appId,
        string requestData,
        Action<Dictionary<string, string>> add,
        Action<Dictionary<string, string>>? tamper)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["appid"] = appId,
            ["timestamp"] = Time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            ["request_data"] = requestData,
        };
        add(fields);
        fields["sign"] = Signing.Gateway(fields, appId + "-secret");
        tamper?.Invoke(fields);
        return new FormUrlEncodedContent(fields);
    }

    private async Task<Reply> SendAsync(HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        try
        {
            using var response = await Http.SendAsync(request);
            return new Reply(
                (int)response.StatusCode,
                await response.Content.ReadAsStringAsync(),
                response.Headers.RetryAfter?.Delta);
        }
        catch (HttpRequestException)
        {
            return Reply.Cut;
        }
    }
}

internal sealed record Reply(int Status, string Body, TimeSpan? RetryAfter)
{
    /// <summary>The connection was cut: there is no reply.</summary>
    public static Reply Cut { get; } = new(0, "", null);

    public JsonNode Json => JsonNode.Parse(Body)!;
}
