using System.Collections.Concurrent;
using System.Net;
using Messaging.Worker.Tests.Commands;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Messaging.Worker.Tests.Hosting;

[Collection(EnvironmentVariable.Collection)]
public class TelemetryTests
{
    [Fact]
    public async Task Traces_metrics_and_logs_reach_the_collector()
    {
        var collected = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        await using var collector = await StartCollectorAsync(collected);

        await using (var worker = await RunningWorker.StartAsync(
            $"OTEL_EXPORTER_OTLP_ENDPOINT={collector.Urls.First()}",
            "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
            "Logging:LogLevel:Default=Information"))
        {
            await worker.Client.GetAsync(
                new Uri("/health/live", UriKind.Relative), TestContext.Current.CancellationToken);
        }

        Assert.Equal(["/v1/logs", "/v1/metrics", "/v1/traces"], collected.Keys.Order(StringComparer.Ordinal));
        Assert.All(collected.Values, body => Assert.Contains("messaging-worker", body, StringComparison.Ordinal));
        Assert.Contains("Microsoft.AspNetCore", collected["/v1/traces"], StringComparison.Ordinal);
        Assert.Contains("http.server.request.duration", collected["/v1/metrics"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_collector_nothing_is_recorded()
    {
        await using var worker = await RunningWorker.StartAsync();

        Assert.Null(worker.Services.GetService<TracerProvider>());
        Assert.Null(worker.Services.GetService<MeterProvider>());
    }

    [Fact]
    public async Task Prometheus_sees_our_metrics_the_bus_and_the_runtime_where_that_is_configured()
    {
        await using var worker = await RunningWorker.StartAsync("Telemetry:Prometheus=true");
        var token = TestContext.Current.CancellationToken;

        // The ledger's totals are counted every few seconds.
        var metrics = "";
        await Eventually.TrueAsync(
            async () => (metrics = await worker.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative), token))
                .Contains("kestrel", StringComparison.Ordinal),
            "the metrics are shown");

        Assert.Contains("dotnet_gc_collections", metrics, StringComparison.Ordinal);
        Assert.Contains("http_server_active_requests", metrics, StringComparison.Ordinal);
        Assert.Contains("fulfillment_intake_paused", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_are_not_shown_by_default()
    {
        await using var worker = await RunningWorker.StartAsync();

        var answer =
            await worker.Client.GetAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task No_signature_reaches_the_collector()
    {
        var collected = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        await using var collector = await StartCollectorAsync(collected);
        await using var vendor = await StartCollectorAsync(new(StringComparer.Ordinal));

        await using (var worker = await RunningWorker.StartAsync(
            $"OTEL_EXPORTER_OTLP_ENDPOINT={collector.Urls.First()}", "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf"))
        {
            using var client = worker.Services.GetRequiredService<IHttpClientFactory>().CreateClient("polyv");
            await client.GetAsync(
                new Uri($"{vendor.Urls.First()}/order?sign=5ECRET"), TestContext.Current.CancellationToken);
        }

        Assert.Contains("/order", collected["/v1/traces"], StringComparison.Ordinal);
        Assert.DoesNotContain(collected.Values, body => body.Contains("5ECRET", StringComparison.Ordinal));
    }

    private static async Task<WebApplication> StartCollectorAsync(ConcurrentDictionary<string, string> collected)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var collector = builder.Build();
        collector.Run(async context =>
        {
            // The names are readable in protobuf's bytes.
            using var body = new StreamReader(context.Request.Body, System.Text.Encoding.Latin1);
            var text = await body.ReadToEndAsync(context.RequestAborted);
            collected.AddOrUpdate(context.Request.Path, text, (_, before) => before + text);
        });
        await collector.StartAsync(TestContext.Current.CancellationToken);
        return collector;
    }
}
