using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using MassTransit;
using Messaging.Contracts;
using Messaging.Fulfillment.Ledger;
using Messaging.Worker.Hosting;
using Messaging.Worker.Management;
using Messaging.Worker.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Worker.Tests.Operations;

/// <summary>A worker with its bus in memory, a vendor that nobody can reach, and keys for both roles.</summary>
internal sealed class OperatorScene : IAsyncDisposable
{
    public static readonly string Reader = ApiKey.Create();
    public static readonly string Operator = ApiKey.Create();

    private readonly RunningWorker _worker;

    private OperatorScene(RunningWorker worker) => _worker = worker;

    public string Url => $"--url={_worker.Client.BaseAddress}";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<OperatorScene> StartAsync(params string[] changes) => new(await RunningWorker.StartAsync(
    [
        $"Management:ApiKeys:reader:Hash={ApiKey.Hash(Reader)}",
        "Management:ApiKeys:reader:Roles:0=Reader",
        $"Management:ApiKeys:night-shift:Hash={ApiKey.Hash(Operator)}",
        "Management:ApiKeys:night-shift:Roles:0=Operator",
        "Ledger:PollInterval=00:00:00.1",
        "Vendors:Fengchao:BaseUrl=http://127.0.0.1:1",
        "Vendors:Fengchao:MaxProbeInterval=00:00:01",
        .. changes,
    ]));

    /// <summary>Publishes an order that the vendor Fengchao is to be told of.</summary>
    public async Task<Guid> PublishAsync(string orderNo)
    {
        var shipped = new OrderShipped
        {
            EventId = Guid.NewGuid(),
            OrderNo = orderNo,
            OccurredAt = DateTimeOffset.UnixEpoch,
            CarrierCode = "zhongtong",
            TrackingNo = "75531717195834",
        };
        await _worker.Services.GetRequiredService<IBus>().Publish(shipped, Cancellation);
        return shipped.EventId;
    }

    /// <summary>Publishes orders of an account that there is not, one after the other: each fails at once.</summary>
    public async Task FailAsync(string account, params string[] orderNos)
    {
        foreach (var orderNo in orderNos)
        {
            await _worker.Services.GetRequiredService<IBus>().Publish(
                new OrderShipped
                {
                    EventId = Guid.NewGuid(),
                    OrderNo = orderNo,
                    OccurredAt = DateTimeOffset.UnixEpoch,
                    Account = account,
                    CarrierCode = "zhongtong",
                    TrackingNo = "75531717195834",
                },
                Cancellation);
            await WaitAsync(orderNo, status => status.ResultJson is not null);
        }
    }

    /// <summary>Waits for what the ledger knows; not over HTTP, which takes so many requests only.</summary>
    public Task UntilAsync(Func<ILedger, Task<bool>> holds, string what) => Eventually.TrueAsync(
        () => holds(_worker.Services.GetRequiredService<ILedger>()), what);

    /// <summary>What is known of the only event of an order.</summary>
    public async Task<JsonElement> ExplainAsync(string orderNo) =>
        (await AskAsync<JsonElement>($"/api/orders/{orderNo}")).GetProperty("events")[0];

    /// <summary>Waits for the only event of an order; not over HTTP, which takes so many requests only.</summary>
    public Task WaitAsync(string orderNo, Func<OrderStatus, bool> until) => Eventually.TrueAsync(
        async () =>
            await _worker.Services.GetRequiredService<ILedger>().FindAsync(orderNo, Cancellation) is [var status]
            && until(status),
        $"{orderNo} is so far");

    public async Task<T> AskAsync<T>(string path)
    {
        using var response = await SendAsync(HttpMethod.Get, path, Operator);
        return await ReadAsync<T>(response);
    }

    public async Task<T> DoAsync<T>(string path, object request)
    {
        using var response = await SendAsync(HttpMethod.Post, path, Operator, request);
        return await ReadAsync<T>(response);
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string key, object? request = null)
    {
        using var message = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        message.Content =
            request is null ? null : JsonContent.Create(request, request.GetType(), options: AnswerJson.Wire);
        return await _worker.Client.SendAsync(message, Cancellation);
    }

    public ValueTask DisposeAsync() => _worker.DisposeAsync();

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}: {text}");
        return JsonSerializer.Deserialize<T>(text, AnswerJson.Wire)!;
    }
}
