using System.Collections.Concurrent;
using System.Text;
using Google.Protobuf.Collections;
using Messaging.Integration.Tests.Telemetry.Otlp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Messaging.Integration.Tests.Telemetry;

/// <summary>A collector: takes OTLP over HTTP, as protobuf, on a loopback port of its own.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedSpan> _spans = [];
    private readonly ConcurrentDictionary<(string Instance, string Metric, string Vendor), double> _values = new();
    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, string>> _resources =
        new(StringComparer.Ordinal);

    private OtlpReceiver(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    /// <summary>What it does with a request before it reads it; default: nothing.</summary>
    public Func<HttpContext, Task> Misbehave { get; set; } = _ => Task.CompletedTask;

    public IReadOnlyList<ReceivedSpan> Spans => [.. _spans];

    /// <summary>Everything that came, whose texts are readable in protobuf's bytes.</summary>
    public ConcurrentQueue<string> Bodies { get; } = [];

    /// <summary>The attributes of each process, by its instance.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Resources => _resources;

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var receiver = new OtlpReceiver(builder.Build());
        receiver._app.Run(receiver.ReceiveAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>The last value of a metric, for each process that has told one.</summary>
    public IReadOnlyDictionary<string, double> GetLast(string metric, string vendor) => _values
        .Where(value => value.Key.Metric == metric && value.Key.Vendor == vendor)
        .ToDictionary(value => value.Key.Instance, value => value.Value, StringComparer.Ordinal);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        await Misbehave(context);
        if (context.Response.HasStarted)
            return;
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var bytes = body.ToArray();
        Bodies.Enqueue(Encoding.UTF8.GetString(bytes));
        if (context.Request.Path == "/v1/traces")
            Take(TraceRequest.Parser.ParseFrom(bytes));
        else if (context.Request.Path == "/v1/metrics")
            Take(MetricsRequest.Parser.ParseFrom(bytes));
    }

    private void Take(TraceRequest request)
    {
        foreach (var spans in request.ResourceSpans)
        {
            var instance = Introduce(spans.Resource);
            foreach (var span in spans.ScopeSpans.SelectMany(scope => scope.Spans))
                _spans.Enqueue(ReceivedSpan.From(instance, span));
        }
    }

    private void Take(MetricsRequest request)
    {
        var points =
            from metrics in request.ResourceMetrics
            let instance = Introduce(metrics.Resource)
            from metric in metrics.ScopeMetrics.SelectMany(scope => scope.Metrics)
            from point in (metric.Sum ?? metric.Gauge)?.Points_ ?? []
            select (Key: (instance, metric.Name, GetText(point.Attributes, "vendor")), point.AsInt, point.AsDouble);
        foreach (var (key, whole, real) in points)
            _values[key] = whole + real;
    }

    private string Introduce(Resource resource)
    {
        var instance = GetText(resource.Attributes, "service.instance.id");
        _resources[instance] =
            resource.Attributes.ToDictionary(tag => tag.Key, tag => tag.Value.Text, StringComparer.Ordinal);
        return instance;
    }

    private static string GetText(RepeatedField<KeyValue> attributes, string key) =>
        attributes.FirstOrDefault(attribute => attribute.Key == key)?.Value.Text ?? "";
}
