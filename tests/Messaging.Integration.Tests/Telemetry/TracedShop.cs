using System.Diagnostics;
using System.Text.Json;
using Messaging.Chaos.Orders;
using Messaging.Contracts;
using Messaging.Integration.Tests.Service;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Messaging.Integration.Tests.Telemetry;

/// <summary>
/// A publisher of order events and a subscriber to their results that trace what they do, without MassTransit.
/// </summary>
internal sealed class TracedShop : IAsyncDisposable
{
    public const string Name = "shop";
    private const string MassTransitsHeader = "MT-Activity-Id";

    private static readonly ActivitySource Source = new(Name);
    private readonly TracerProvider _tracer;
    private readonly RawClient _client;

    private TracedShop(TracerProvider tracer, RawClient client) => (_tracer, _client) = (tracer, client);

    public IReadOnlyCollection<RawClient.Message> Results => _client.Results;

    public static async Task<TracedShop> StartAsync(string broker, Uri collector)
    {
        var tracer = Sdk.CreateTracerProviderBuilder()
            .AddSource(Name)
            .ConfigureResource(resource => resource.AddService(Name))
            .AddOtlpExporter(otlp =>
            {
                otlp.Endpoint = new(collector, "/v1/traces");
                otlp.Protocol = OtlpExportProtocol.HttpProtobuf;
            })
            .Build();
        var client = await RawClient.ConnectAsync(broker);
        await client.SubscribeAsync();
        return new(tracer, client);
    }

    /// <summary>Publishes an event under a span of its own.</summary>
    /// <returns>The trace.</returns>
    public async Task<string> PublishAsync(IOrderEvent order, bool asMassTransit = false)
    {
        Activity.Current = null;
        using var span = Source.StartActivity("publish", ActivityKind.Producer)!;
        await PublishAsync(order, asMassTransit ? MassTransitsHeader : "traceparent", span.Id!);
        return span.TraceId.ToString();
    }

    /// <summary>Publishes an event on a trace that is not recorded.</summary>
    /// <returns>The trace.</returns>
    public async Task<string> PublishUnsampledAsync(IOrderEvent order, bool asMassTransit = false)
    {
        var trace = ActivityTraceId.CreateRandom().ToString();
        await PublishAsync(
            order,
            asMassTransit ? MassTransitsHeader : "traceparent",
            $"00-{trace}-{ActivitySpanId.CreateRandom()}-00");
        return trace;
    }

    /// <summary>Publishes an event with further headers.</summary>
    public Task PublishAsync(
        IOrderEvent order, string header, string value, params ReadOnlySpan<(string Name, string Value)> more)
    {
        var headers = new Dictionary<string, object?>(StringComparer.Ordinal) { [header] = value };
        foreach (var (name, text) in more)
            headers[name] = text;
        return _client.PublishAsync(
            OrderPublisher.GetExchange(order),
            JsonSerializer.Serialize(order, order.GetType(), JsonSerializerOptions.Web),
            headers: headers);
    }

    /// <summary>The context that the result of an order event came with.</summary>
    public ActivityContext GetContext(IOrderEvent order)
    {
        var result = Results.First(result => result.Json.GetProperty("orderEventId").GetGuid() == order.EventId);
        return ActivityContext.Parse(result.Headers[MassTransitsHeader], traceState: null);
    }

    /// <summary>Makes a span of the reading of each result, and sends all spans to the collector.</summary>
    public void ReadResults(IEnumerable<IOrderEvent> orders)
    {
        foreach (var order in orders)
            Source.StartActivity("read", ActivityKind.Consumer, GetContext(order))?.Dispose();
        _tracer.ForceFlush();
    }

    public async ValueTask DisposeAsync()
    {
        _tracer.Dispose();
        await _client.DisposeAsync();
    }
}
