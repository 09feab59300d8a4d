using System.Text;
using System.Text.Json;
using Messaging.Fulfillment.Testing;
using Messaging.Testing;
using RabbitMQ.Client;

[assembly: AssemblyFixture(typeof(RabbitMqFixture))]

namespace Messaging.Packages.Tests;

/// <summary>A vendor of somebody else's, made by the template.</summary>
public sealed class KitTests(Kit kit, RabbitMqFixture rabbitMq) : IClassFixture<Kit>
{
    [Fact]
    public async Task Its_tests_pass_the_suite_of_every_adapter_among_them()
    {
        var printed = await DotNet.RunAsync(kit.Solution, null, "exec", kit.Find("tests/Acme.Tests"), "-list", "full");
        Assert.Contains(
            "AcmeAdapterContractTests.Junk_brings_one_outcome_per_order_and_never_success",
            printed,
            StringComparison.Ordinal);

        printed = await DotNet.RunAsync(kit.Solution, null, "exec", kit.Find("tests/Acme.Tests"));

        Assert.Matches("Total: +[1-9][0-9]{2}, Errors: 0, Failed: 0, Skipped: 0", printed);
    }

    [Fact]
    public async Task It_runs_in_a_worker_beside_the_three()
    {
        var address = await rabbitMq.CreateVirtualHostAsync();
        var port = FreePort.Next();
        await using var simulator = new PrivateProgram(
            kit.Find("src/Acme.Simulator"), [], "--Urls", FormattableString.Invariant($"http://127.0.0.1:{port}"));
        await simulator.StartAsync();
        await using var worker = new PrivateProgram(kit.Find("src/Acme.Worker"), Settings(new(address), port));
        await worker.StartAsync();
        await using var connection = await new ConnectionFactory { Uri = new(address) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        await channel.QueueDeclareAsync("results", durable: false, exclusive: true);
        foreach (var exchange in new[] { "fulfillment-succeeded", "fulfillment-failed" })
        {
            await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true);
            await channel.QueueBindAsync("results", exchange, "");
        }

        string[] exchanges = ["order-acme", "order-shipped", "order-modified", "order-marked-delivering"];
        foreach (var exchange in exchanges)
            await PublishAsync(exchange);

        var vendors = new List<string>();
        await Eventually.TrueAsync(
            async () =>
            {
                while (await channel.BasicGetAsync("results", autoAck: true) is { } result)
                    vendors.Add($"{result.Exchange} {JsonElement.Parse(result.Body.Span).GetProperty("vendor")}");
                return vendors.Count >= exchanges.Length;
            },
            "each of the four has answered",
            details: () => Task.FromResult(string.Join("; ", vendors)));
        Assert.Equal(
            ["fulfillment-succeeded acme", "fulfillment-succeeded em", "fulfillment-succeeded fengchao",
                "fulfillment-succeeded polyv"],
            vendors.Order());

        // The worker declares an exchange while it starts; until then a message is returned.
        Task PublishAsync(string exchange) => Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true);
                    await channel.BasicPublishAsync(
                        exchange,
                        "",
                        mandatory: true,
                        new BasicProperties { ContentType = "application/json" },
                        Encoding.UTF8.GetBytes(Order()));
                    return true;
                }
                catch (RabbitMQ.Client.Exceptions.PublishException)
                {
                    return false;
                }
            },
            $"{exchange} has a queue");
    }

    /// <summary>With what any of the four wants.</summary>
    private static string Order() => JsonSerializer.Serialize(new
    {
        eventId = Guid.NewGuid(),
        orderNo = "4948795729456854758",
        occurredAt = "2026-11-11T00:00:03+08:00",
        carrierCode = "zhongtong",
        trackingNo = "75531717195834",
        orderRemark = "as agreed",
    });

    private static IEnumerable<KeyValuePair<string, string?>> Settings(Uri broker, int simulator)
    {
        var user = broker.UserInfo.Split(':');
        yield return new("Bus:Transport", "rabbitmq");
        yield return new("Bus:Output", "Json");
        yield return new("Bus:RabbitMq:Host", broker.Host);
        yield return new("Bus:RabbitMq:Port", FormattableString.Invariant($"{broker.Port}"));
        yield return new("Bus:RabbitMq:VirtualHost", Uri.UnescapeDataString(broker.AbsolutePath.TrimStart('/')));
        yield return new("Bus:RabbitMq:Username", user[0]);
        yield return new("Bus:RabbitMq:Password", user[1]);
        yield return new("Ledger:ConnectionString", "Data Source=:memory:");
        foreach (var vendor in new[] { "polyv", "fengchao", "em", "acme" })
        {
            yield return new($"Vendors:{vendor}:BaseUrl", FormattableString.Invariant($"http://127.0.0.1:{simulator}"));
            yield return new($"Vendors:{vendor}:Accounts:main:AppId", $"demo-{vendor}");
            yield return new($"Vendors:{vendor}:Accounts:main:AppSecret", $"demo-{vendor}-secret");
        }

        yield return new("Vendors:fengchao:Accounts:main:SellerNick", "demo-shop");
    }
}
