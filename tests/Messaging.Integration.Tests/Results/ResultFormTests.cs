using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Messaging.Fulfillment.Results;
using Messaging.Testing;
using RabbitMQ.Client;

namespace Messaging.Integration.Tests.Results;

/// <summary>A subscriber cannot tell which way a result came.</summary>
public sealed class ResultFormTests(RabbitMqFixture rabbitMq)
{
    /// <summary>What the bus's client adds for itself, to find the message when it is returned.</summary>
    private const string ClientsOwnHeader = "x-dotnet-pub-seq-no";

    /// <summary>New with each sending, whichever way.</summary>
    private static readonly string[] NewEachTime = ["conversationId", "sentTime", "ConversationId", "MT-Activity-Id"];

    public static TheoryData<bool, ResultFormat, bool> Kinds
    {
        get
        {
            var kinds = new TheoryData<bool, ResultFormat, bool>();
            foreach (var succeeded in new[] { true, false })
            {
                foreach (var format in Enum.GetValues<ResultFormat>())
                {
                    kinds.Add(succeeded, format, false);
                    kinds.Add(succeeded, format, true);
                }
            }

            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_result_is_the_same_field_by_field_both_ways(bool succeeded, ResultFormat format, bool isTraced)
    {
        await using var scene =
            await ResultScene.StartAsync(await rabbitMq.CreateVirtualHostAsync(), new() { Output = format });
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => isTraced && source.Name is "Messaging.Fulfillment" or "MassTransit",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        if (isTraced)
            ActivitySource.AddActivityListener(listener);
        await scene.SubscribeAsync();
        var result = succeeded ? ResultScene.Succeeded("F1", Guid.NewGuid()) : ResultScene.Failed("F2");
        var trace = isTraced
            ? new ActivityContext(
                ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded)
            : default;

        Assert.All(await scene.Bus.PublishAsync([(result, trace)], CancellationToken.None), Assert.Null);
        Assert.All(await scene.Own.PublishAsync([(result, trace)], CancellationToken.None), Assert.Null);
        await Eventually.TrueAsync(() => scene.Seen.Count == 2, "both have come");

        var (bus, own) = (Describe(scene.Seen.First()), Describe(scene.Seen.Last()));
        Assert.Equal(bus, own);
        Assert.Equal(isTraced, own.Contains(trace.TraceId.ToString(), StringComparison.Ordinal) && isTraced);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_trace_that_is_not_recorded_here_goes_on_to_the_subscriber_both_ways(bool isTraced)
    {
        await using var scene = await ResultScene.StartAsync(await rabbitMq.CreateVirtualHostAsync());
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Messaging.Fulfillment" or "MassTransit",
            // As OpenTelemetry does with what its publisher has not sampled.
            Sample = (ref ActivityCreationOptions<ActivityContext> span) =>
                span.Parent.IsRemote ? ActivitySamplingResult.PropagationData : ActivitySamplingResult.None,
        };
        if (isTraced)
            ActivitySource.AddActivityListener(listener);
        await scene.SubscribeAsync();
        var result = ResultScene.Succeeded("F3", Guid.NewGuid());
        var trace = new ActivityContext(
            ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.None);

        Assert.All(await scene.Bus.PublishAsync([(result, trace)], CancellationToken.None), Assert.Null);
        Assert.All(await scene.Own.PublishAsync([(result, trace)], CancellationToken.None), Assert.Null);
        await Eventually.TrueAsync(() => scene.Seen.Count == 2, "both have come");

        foreach (var (properties, _, _) in scene.Seen)
        {
            var carried = ActivityContext.Parse(Read(properties.Headers!["MT-Activity-Id"]), traceState: null);
            Assert.Equal((trace.TraceId, ActivityTraceFlags.None), (carried.TraceId, carried.TraceFlags));
        }
    }

    private static string Describe((IReadOnlyBasicProperties Properties, byte[] Body, string Exchange) message)
    {
        var (properties, body, exchange) = message;
        var headers = (properties.Headers ?? new Dictionary<string, object?>(StringComparer.Ordinal))
            .Where(header => header.Key != ClientsOwnHeader)
            .Select(header => $"header {header.Key}: {Describe(header.Key, Read(header.Value))}")
            .Order(StringComparer.Ordinal);
        return string.Join(
            '\n',
            [
                exchange,
                $"{properties.ContentType} {properties.ContentEncoding} {properties.DeliveryMode}",
                $"{properties.MessageId} {properties.CorrelationId} {properties.ReplyTo} {properties.Type}",
                $"{properties.Expiration} {properties.Priority} {properties.AppId} {properties.UserId}",
                .. headers,
                .. Describe("body", JsonNode.Parse(body)),
            ]);
    }

    private static bool IsNow(string time) =>
        DateTimeOffset.Parse(time, CultureInfo.InvariantCulture) > TimeProvider.System.GetUtcNow().AddMinutes(-5);

    private static string Read(object? value) =>
        value is byte[] text ? Encoding.UTF8.GetString(text) : Convert.ToString(value, CultureInfo.InvariantCulture)!;

    /// <summary>One line for each field; what is null counts as left out.</summary>
    private static IEnumerable<string> Describe(string path, JsonNode? node) => node switch
    {
        JsonObject fields => fields
            .Where(field => field.Value is not null)
            .OrderBy(field => field.Key, StringComparer.Ordinal)
            .SelectMany(field => Describe($"{path}.{field.Key}", field.Value))
            .DefaultIfEmpty($"{path}: empty"),
        JsonArray items => items.SelectMany((item, i) => Describe($"{path}[{i}]", item)),
        _ => [$"{path}: {Describe(path.Split('.')[^1], node!.ToString())}"],
    };

    /// <summary>Of what is new each time, what kind of value it is; of a span, its trace.</summary>
    private static string Describe(string name, string value) => name switch
    {
        _ when !NewEachTime.Contains(name, StringComparer.Ordinal) => value,
        "MT-Activity-Id" => value.Split('-')[1],
        "sentTime" => $"UTC: {value.EndsWith('Z')}, now: {IsNow(value)}",
        _ => $"an id: {Guid.TryParse(value, out _)}",
    };
}
