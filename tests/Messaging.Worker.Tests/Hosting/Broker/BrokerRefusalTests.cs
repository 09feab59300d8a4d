using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Messaging.Testing;
using Messaging.Worker.Tests.Commands;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Messaging.Worker.Tests.Hosting.Broker;

/// <summary>
/// A broker that is there and refuses is waited for like one that is away; health says what it refuses.
/// </summary>
[Collection(EnvironmentVariable.Collection)]
public class BrokerRefusalTests
{
    /// <summary>As docs/configuration.md gives them: configure, write, read.</summary>
    private const string Permissions = """
        <<"^(fulfillment-|order-)">>, <<"^fulfillment-">>, <<"^(fulfillment-|order-)">>
        """;

    /// <summary>Where failures go, as the broker calls it.</summary>
    private const string Failed = """rabbit_misc:r(<<"shop">>, exchange, <<"fulfillment-failed">>)""";

    /// <summary>After so long MassTransit alone would let more than 20 s pass between its attempts.</summary>
    private static readonly TimeSpan LongRefusal = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(8);

    private const string EachQueueIsRead = """
          "status": "Healthy",
          "checks"
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_is_refused_is_named_and_tried_again_until_the_documented_permissions_are_there()
    {
        await using var broker = await RabbitMqServer.StartNewAsync();
        await using var worker = await RunningWorker.StartAsync(
            "Bus:Transport=rabbitmq",
            $"Bus:RabbitMq:Hosts:0=127.0.0.1:{broker.Port}",
            "Bus:RabbitMq:Username=svc",
            "Bus:RabbitMq:Password=right-one",
            "Bus:RabbitMq:VirtualHost=shop");

        await UntilAsync(worker, HttpStatusCode.ServiceUnavailable, "login refused for user svc");

        await EvaluateAsync(broker, """rabbit_auth_backend_internal:add_user(<<"svc">>, <<"right-one">>, <<"t">>)""");
        await UntilAsync(worker, HttpStatusCode.ServiceUnavailable, "vhost shop not found");

        await EvaluateAsync(broker, """rabbit_vhost:add(<<"shop">>, <<"t">>)""");
        await UntilAsync(worker, HttpStatusCode.ServiceUnavailable, "access to vhost 'shop' refused for user 'svc'");

        await PermitAsync(broker, """<<"">>, <<"">>, <<"">>""");
        await UntilAsync(worker, HttpStatusCode.ServiceUnavailable, "ACCESS_REFUSED");
        await Task.Delay(LongRefusal, TimeProvider.System, Cancellation);

        await EvaluateAsync(broker, $"""
            begin rabbit_exchange:declare({Failed}, direct, true, false, false, [], <<"t">>), ok end
            """);
        await PermitAsync(broker, Permissions);
        await UntilAsync(
            worker,
            HttpStatusCode.ServiceUnavailable,
            "inequivalent arg 'type' for exchange 'fulfillment-failed' in vhost 'shop'");

        await EvaluateAsync(broker, $"""rabbit_exchange:delete({Failed}, false, <<"t">>)""");
        await UntilAsync(worker, HttpStatusCode.OK, EachQueueIsRead, Soon);
        await AssertAnswersAsync(broker, worker);

        await EvaluateAsync(
            broker, """rabbit_auth_backend_internal:change_password(<<"svc">>, <<"another">>, <<"t">>)""");
        await EvaluateAsync(broker, """rabbit_networking:close_all_user_connections(<<"svc">>, <<"t">>)""");
        await UntilAsync(worker, HttpStatusCode.ServiceUnavailable, "login refused for user svc");

        await EvaluateAsync(
            broker, """rabbit_auth_backend_internal:change_password(<<"svc">>, <<"right-one">>, <<"t">>)""");
        await UntilAsync(worker, HttpStatusCode.OK, EachQueueIsRead, Soon);
    }

    /// <summary>An order with a result, and messages that go to each of the queues beside the order queue.</summary>
    private static async Task AssertAnswersAsync(RabbitMqServer broker, RunningWorker worker)
    {
        await EvaluateAsync(broker, """
            rabbit_auth_backend_internal:set_permissions(
              <<"guest">>, <<"shop">>, <<".*">>, <<".*">>, <<".*">>, <<"t">>)
            """);
        var factory = new ConnectionFactory { Port = broker.Port, HostName = "127.0.0.1", VirtualHost = "shop" };
        await using var connection = await factory.CreateConnectionAsync(Cancellation);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Cancellation);
        const string failed = "fulfillment-failed";
        await channel.ExchangeDeclareAsync(
            failed, ExchangeType.Fanout, durable: true, cancellationToken: Cancellation);
        await channel.QueueDeclareAsync("results", cancellationToken: Cancellation);
        await channel.QueueBindAsync("results", failed, "", cancellationToken: Cancellation);

        await PublishAsync(channel, "application/json", $$"""
            {"eventId":"{{Guid.NewGuid()}}","orderNo":"A-1","occurredAt":"2026-11-11T00:00:03Z"}
            """);
        await UntilFilledAsync(connection, "results");

        await PublishAsync(channel, "application/json", "{");
        await UntilFilledAsync(connection, "fulfillment-fengchao_error");

        await PublishAsync(channel, "application/vnd.masstransit+json", """
            {"messageType":["urn:message:Other:Event"],"message":{}}
            """);
        await UntilFilledAsync(connection, "fulfillment-fengchao_skipped");
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(worker, "ready")).Status);
    }

    private static ValueTask PublishAsync(IChannel channel, string contentType, string body) =>
        channel.BasicPublishAsync(
            "order-shipped", "", mandatory: true, new BasicProperties { ContentType = contentType },
            Encoding.UTF8.GetBytes(body), Cancellation);

    private static Task UntilFilledAsync(IConnection connection, string queue) => Eventually.TrueAsync(
        async () =>
        {
            await using var channel = await connection.CreateChannelAsync(cancellationToken: Cancellation);
            try
            {
                return await channel.MessageCountAsync(queue, Cancellation) > 0;
            }
            catch (OperationInterruptedException)
            {
                return false;
            }
        },
        $"a message is in {queue}");

    private static Task PermitAsync(RabbitMqServer broker, string permissions) => EvaluateAsync(
        broker, $"""rabbit_auth_backend_internal:set_permissions(<<"svc">>, <<"shop">>, {permissions}, <<"t">>)""");

    private static async Task EvaluateAsync(RabbitMqServer broker, string expression) =>
        Assert.StartsWith("{ok, ok}", await broker.EvaluateAsync(expression + "."), StringComparison.Ordinal);

    private static async Task UntilAsync(
        RunningWorker worker, HttpStatusCode status, string says, TimeSpan? limit = null)
    {
        await Eventually.TrueAsync(
            async () => await AskAsync(worker, "ready") is var (actual, text)
                && actual == status && text.Contains(says, StringComparison.Ordinal),
            $"ready answers {status} and says '{says}'",
            limit,
            async () => (await AskAsync(worker, "ready")).Text);
        Assert.DoesNotContain("right-one", (await AskAsync(worker, "ready")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(worker, "live")).Status);
    }

    private static async Task<(HttpStatusCode Status, string Text)> AskAsync(RunningWorker worker, string health)
    {
        using var response = await worker.Client.GetAsync(new Uri($"/health/{health}", UriKind.Relative), Cancellation);
        // Without the escapes of JSON.
        return (response.StatusCode, Regex.Unescape(await response.Content.ReadAsStringAsync(Cancellation)));
    }
}
