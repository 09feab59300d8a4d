using MassTransit;
using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch.Accounts;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Testing;
using Messaging.Testing;
using Messaging.Worker.Management;
using Messaging.Worker.Operations.DeadLetters;
using Messaging.Worker.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;

namespace Messaging.Browser.Tests;

/// <summary>
/// A worker with something to see: orders that failed, an account whose vendor cannot be reached, a dead letter.
/// </summary>
internal sealed class OpenedWorker : IAsyncDisposable
{
    public const string Secret = "correct horse battery staple";

    /// <summary>Where a message is that nobody can read.</summary>
    public const string DeadLetters = "fulfillment-em_error";

    /// <summary>What a stranger may send; it must not run.</summary>
    public const string Markup = "<img src=x onerror=document.title='owned'><script>document.title='owned'</script>";

    private readonly RabbitMqServer _broker;
    private readonly RunningWorker _worker;

    private OpenedWorker(RabbitMqServer broker, RunningWorker worker) => (_broker, _worker) = (broker, worker);

    public string Address => $"{_worker.Client.BaseAddress}ui";

    public static async Task<OpenedWorker> StartAsync()
    {
        var broker = await RabbitMqServer.StartNewAsync();
        var hash = Password.Hash(Secret);
        var worker = await RunningWorker.StartAsync(
            "Bus:Transport=rabbitmq",
            $"Bus:RabbitMq:Port={broker.Port}",
            "Ledger:PollInterval=00:00:00.1",
            // Nobody answers there.
            "Vendors:Polyv:BaseUrl=http://127.0.0.1:1",
            $"Management:Users:operator:PasswordHash={hash}",
            "Management:Users:operator:Roles:0=Operator",
            "Management:Users:operator:Roles:1=PersonalData",
            $"Management:Users:reader:PasswordHash={hash}",
            "Management:Users:reader:Roles:0=Reader");
        var opened = new OpenedWorker(broker, worker);
        try
        {
            await opened.FillAsync();
            return opened;
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    /// <summary>An order without a carrier, which fails at once.</summary>
    public async Task FailAsync(string orderNo)
    {
        await PublishAsync(new OrderShipped
        {
            EventId = Guid.NewGuid(),
            OrderNo = orderNo,
            OccurredAt = DateTimeOffset.UnixEpoch,
            TrackingNo = "JD1",
        });
        await Eventually.TrueAsync(
            async () => (await ListFailuresAsync()).Any(failure => failure.OrderNo == orderNo),
            $"{orderNo} has failed");
    }

    public Task<IReadOnlyList<FailedOrder>> ListFailuresAsync() =>
        _worker.Services.GetRequiredService<IFailures>().ListFailuresAsync(
            new FailureFilter(), after: null, limit: 100, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _worker.DisposeAsync();
        await _broker.DisposeAsync();
    }

    private async Task FillAsync()
    {
        await Eventually.TrueAsync(
            async () => (await _worker.Client.GetAsync(new Uri("/health/ready", UriKind.Relative))).IsSuccessStatusCode,
            "the queues are there");
        foreach (var orderNo in new[] { "A-1", "A-2", Markup })
            await FailAsync(orderNo);
        await PublishAsync(new OrderMarkedDelivering
        {
            EventId = Guid.NewGuid(),
            OrderNo = "P-1",
            OccurredAt = DateTimeOffset.UnixEpoch,
        });
        await Eventually.TrueAsync(
            () => Task.FromResult(_worker.Services.GetRequiredService<AccountStates>().List()
                .Any(account => account.Since is not null)),
            "an account is suspended");
        await using var connection =
            await new ConnectionFactory { Port = _broker.Port }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        // Cut off: it goes to the queue beside.
        await channel.BasicPublishAsync(
            "fulfillment-em",
            "",
            mandatory: false,
            new BasicProperties
            {
                Persistent = true,
                Headers = new Dictionary<string, object?>(StringComparer.Ordinal) { ["x-note"] = Markup },
            },
            System.Text.Encoding.UTF8.GetBytes($$"""{"orderNo": "{{Markup}}", """));
        var desk = _worker.Services.GetRequiredService<DeadLetterDesk>();
        await Eventually.TrueAsync(
            async () => (await desk.CountAsync(TestContext.Current.CancellationToken)).Queues
                .Any(queue => queue.Queue == DeadLetters && queue.Messages > 0),
            "a message was put aside");
    }

    private Task PublishAsync(object order) => _worker.Services.GetRequiredService<IBus>()
        .Publish(order, order.GetType(), TestContext.Current.CancellationToken);
}
