using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Messaging.Testing;
using Messaging.Worker.Hosting;
using Messaging.Worker.Management;
using Messaging.Worker.Operations.DeadLetters;
using Messaging.Worker.Tests.Hosting;
using RabbitMQ.Client;

namespace Messaging.Worker.Tests.Operations.DeadLetters;

/// <summary>
/// A virtual host, and a worker with the permissions of the documentation. EM is off, so that nobody reads its queues.
/// </summary>
internal sealed class DeadLetterScene : IAsyncDisposable
{
    public const string Queue = "fulfillment-em_error";
    public const string Origin = "fulfillment-em";

    private readonly string _address;
    private readonly IConnection _connection;

    private DeadLetterScene(string address, RunningWorker worker, IConnection connection, IChannel channel) =>
        (_address, Worker, _connection, Channel) = (address, worker, connection, channel);

    public static string Reader { get; } = ApiKey.Create();

    public static string Operator { get; } = ApiKey.Create();

    public static string Curious { get; } = ApiKey.Create();

    public RunningWorker Worker { get; }

    /// <summary>Somebody's own, with confirms.</summary>
    public IChannel Channel { get; }

    public static async Task<DeadLetterScene> StartAsync(RabbitMqServer broker, params string[] changes)
    {
        var address = await broker.CreateVirtualHostAsync();
        const string All = "^(fulfillment-|order-)";
        var user = new Uri(await broker.CreateUserAsync(address, All, "^fulfillment-", All));
        var connection = await ConnectAsync(address);
        var worker = await RunningWorker.StartAsync(
        [
            "Bus:Transport=rabbitmq",
            $"Bus:RabbitMq:Port={broker.Port}",
            $"Bus:RabbitMq:VirtualHost={user.AbsolutePath[1..]}",
            $"Bus:RabbitMq:Username={user.UserInfo.Split(':')[0]}",
            $"Bus:RabbitMq:Password={user.UserInfo.Split(':')[1]}",
            "Vendors:Em:Accounts:",
            .. Key("reader", Reader, "Reader"),
            .. Key("operator", Operator, "Operator"),
            .. Key("curious", Curious, "Reader", "PersonalData"),
            .. changes,
        ]);
        return new(address, worker, connection, await connection.CreateChannelAsync(new(true, true)));
    }

    /// <summary>Declares a quorum queue with its exchange, as the service would.</summary>
    public async Task DeclareAsync(string name, params (string Name, object? Value)[] arguments)
    {
        var all = arguments.ToDictionary(one => one.Name, one => one.Value, StringComparer.Ordinal);
        all["x-queue-type"] = "quorum";
        await Channel.ExchangeDeclareAsync(name, ExchangeType.Fanout, durable: true);
        await Channel.QueueDeclareAsync(name, durable: true, exclusive: false, autoDelete: false, all);
        await Channel.QueueBindAsync(name, name, "");
    }

    public async Task PublishAsync(string exchange, string body, BasicProperties? properties = null)
    {
        properties ??= new();
        properties.Persistent = true;
        await Channel.BasicPublishAsync(exchange, "", mandatory: true, properties, Encoding.UTF8.GetBytes(body));
    }

    /// <summary>Takes everything out of a queue.</summary>
    public async Task<IReadOnlyList<BasicGetResult>> TakeAllAsync(string queue)
    {
        var taken = new List<BasicGetResult>();
        while (await Channel.BasicGetAsync(queue, autoAck: true) is { } message)
            taken.Add(message);
        return taken;
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string key, object? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri($"/api/dead-letters{path}", UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Content = body is null ? null : JsonContent.Create(body, body.GetType(), options: AnswerJson.Wire);
        return await Worker.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<DeadLetterList> ListAsync(string queue = Queue)
    {
        using var response = await SendAsync(HttpMethod.Get, $"/{queue}", Reader);
        return await ReadAsync<DeadLetterList>(response);
    }

    public async Task<DeadLetterOutcome> ActAsync(string action, DeadLetterRequest request, string queue = Queue)
    {
        using var response = await SendAsync(HttpMethod.Post, $"/{queue}/{action}", Operator, request);
        return await ReadAsync<DeadLetterOutcome>(response);
    }

    public static async Task<T> ReadAsync<T>(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}: {text}");
        return JsonSerializer.Deserialize<T>(text, AnswerJson.Wire)!;
    }

    public async ValueTask DisposeAsync()
    {
        await Worker.DisposeAsync();
        await _connection.DisposeAsync();
    }

    public Task<IConnection> ConnectAsync() => ConnectAsync(_address);

    private static Task<IConnection> ConnectAsync(string address) =>
        new ConnectionFactory { Uri = new(address), AutomaticRecoveryEnabled = false }.CreateConnectionAsync();

    private static IEnumerable<string> Key(string name, string key, params string[] roles) =>
        roles.Select((role, i) => $"Management:ApiKeys:{name}:Roles:{i}={role}")
            .Prepend($"Management:ApiKeys:{name}:Hash={ApiKey.Hash(key)}");
}
