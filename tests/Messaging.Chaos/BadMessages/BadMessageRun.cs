using System.Globalization;
using System.Text;
using System.Text.Json;
using Messaging.Chaos.Orders;
using Messaging.Chaos.Results;
using Messaging.Chaos.Service;
using Messaging.Chaos.Vendors;
using Messaging.Contracts;
using Messaging.Testing;
using Messaging.VendorSimulator;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Messaging.Chaos.BadMessages;

/// <summary>
/// One run: good events, with properties that must cost them nothing, among messages that are wrong in every way, while
/// the vendors misbehave.
/// </summary>
public static class BadMessageRun
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private static readonly string Worker = Path.Combine(AppContext.BaseDirectory, "Messaging.Worker.dll");

    /// <summary>Runs it once; as many bad messages as good events.</summary>
    /// <param name="settings">How many orders, which seed, which ledger.</param>
    /// <param name="report">Gets what the worker said last, where a promise was broken.</param>
    public static async Task<BadMessageCard> RunAsync(ChaosSettings settings, Action<string> report)
    {
        var accounts = VendorAccount.Several(1);
        await using var servers = await Servers.StartAsync(settings);
        await using var world = await VendorWorld.StartAsync(accounts);
        var broker = servers.Broker.ConnectionString;
        await using var collector = await ResultCollector.StartAsync(broker);
        await using var worker =
            new PrivateProgram(Worker, ServiceSettings.For(broker, servers.Ledger, world.Address, accounts));
        await worker.StartAsync();
        await Queues.WaitAsync(broker, worker);
        world.Set(VendorFaults.Create(settings.Seed));

        var started = TimeProvider.System.GetTimestamp();
        var good = new OrderPlan(settings.Seed, accounts, TimeProvider.System.GetUtcNow()).Make(settings.Orders);
        var plan = new BadMessagePlan(settings.Seed);
        var bad = plan.Make(settings.Orders, taken: good[0].Event.EventId);
        await PublishAsync(good, bad, plan, broker, settings.Seed, collector);

        world.Set(VendorFaults.None);
        var expected = good.Count + bad.Count(message => message.EventId is not null);
        await DrainAsync(expected, collector, servers, settings.DrainLimit);
        var memory = worker.PeakMemory;
        var isReady = await IsReadyAsync(worker);
        var aside = await TakeAsideAsync(broker);
        var log = worker.OutputLength;
        await worker.StopAsync();

        var audit = new Audit(good, collector.Results, world, []);
        var totals = await servers.Ledger.AskAsync(ledger => ledger.CountAsync(CancellationToken.None));
        var answered = bad.Where(message => message.EventId is { } id && IsRefused(collector, id)).ToHashSet();
        var card = new BadMessageCard
        {
            Good = good.Count,
            Bad = bad.Count,
            WronglyAnswered =
            [
                .. audit.FindLost(), .. audit.FindAnsweredDifferently(), .. audit.FindMalformed(),
                .. audit.FindContradictions(),
            ],
            Vanished =
            [
                .. bad.Where((message, i) => !answered.Contains(message) && !aside.Marks.Contains(i))
                    .Select(message => message.Kind),
            ],
            NotAnswered =
            [
                .. bad.Where(message => message.EventId is not null && !answered.Contains(message))
                    .Select(message => message.Kind),
            ],
            GoodPutAside = aside.Unmarked,
            LeftInQueues = await Queues.CountWaitingAsync(broker),
            Drift = totals.Sum(t => Math.Abs(t.Drift) + t.Waiting + t.Unpublished),
            IsReady = isReady,
            PeakMemory = memory,
            Log = log,
            Took = TimeProvider.System.GetElapsedTime(started),
        };
        if (!card.IsKept)
            report($"The worker's last output:{Environment.NewLine}{worker.OutputTail(100)}");
        return card;
    }

    private static bool IsRefused(ResultCollector collector, Guid eventId) =>
        collector.Results.TryGetValue(eventId, out var received)
        && received is { Contradictions: 0, Failed.Reason: FailureReason.InvalidEvent or FailureReason.UnknownAccount };

    private static async Task PublishAsync(
        IReadOnlyList<PlannedOrder> good,
        IReadOnlyList<BadMessage> bad,
        BadMessagePlan plan,
        string broker,
        int seed,
        ResultCollector collector)
    {
        var messages = good
            .SelectMany(order => Enumerable.Repeat(order.Event, order.Copies))
            .Select(order => (
                OrderPublisher.GetExchange(order),
                Body: JsonSerializer.SerializeToUtf8Bytes(order, order.GetType(), Json),
                Properties: plan.MakeHarmlessProperties()))
            .Concat(bad.Select(message => (message.Exchange, message.Body, message.Properties)))
            .ToArray();
        new Random(seed).Shuffle(messages.AsSpan(1));

        await using var connection = await new ConnectionFactory { Uri = new(broker) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        for (var i = 0; i < messages.Length; i++)
        {
            var (exchange, body, properties) = messages[i];
            await channel.BasicPublishAsync(exchange, "", mandatory: true, properties, body);
            // The first one's id has to be taken by it, not by a bad message on another queue.
            if (i == 0)
            {
                await Eventually.TrueAsync(
                    () => collector.Results.ContainsKey(good[0].Event.EventId), "the first is answered");
            }
        }
    }

    private static async Task DrainAsync(
        int results, ResultCollector collector, Servers servers, TimeSpan limit)
    {
        try
        {
            await Eventually.TrueAsync(() => collector.Results.Count >= results, "all are answered", limit);
            await Eventually.TrueAsync(
                async () => await Queues.CountWaitingAsync(servers.Broker.ConnectionString) == 0,
                "the queues are empty");
            await Eventually.TrueAsync(servers.Ledger.IsSettledAsync, "the ledger is settled");
        }
        catch (TimeoutException)
        {
            // The card shows what is missing.
        }
    }

    private static async Task<bool> IsReadyAsync(PrivateProgram worker)
    {
        using var client = new HttpClient();
        using var answer = await client.GetAsync(
            new Uri(FormattableString.Invariant($"http://127.0.0.1:{worker.Port}/health/ready")));
        return answer.IsSuccessStatusCode;
    }

    /// <summary>Empties the queues of what was put aside.</summary>
    private static async Task<(HashSet<int> Marks, long Unmarked)> TakeAsideAsync(string broker)
    {
        var marks = new HashSet<int>();
        var unmarked = 0L;
        await using var connection = await new ConnectionFactory { Uri = new(broker) }.CreateConnectionAsync();
        foreach (var vendor in VendorNames.All)
        {
            foreach (var suffix in new[] { "error", "skipped", "undelivered" })
            {
                await using var channel = await connection.CreateChannelAsync();
                try
                {
                    while (await channel.BasicGetAsync($"fulfillment-{vendor}_{suffix}", autoAck: true) is { } message)
                    {
                        if (message.BasicProperties.Headers?.TryGetValue(BadMessage.Mark, out var mark) is true)
                            marks.Add(int.Parse(Encoding.UTF8.GetString((byte[])mark!), CultureInfo.InvariantCulture));
                        else
                            unmarked++;
                    }
                }
                catch (OperationInterruptedException)
                {
                    // The queue is declared with its first message.
                }
            }
        }

        return (marks, unmarked);
    }
}
