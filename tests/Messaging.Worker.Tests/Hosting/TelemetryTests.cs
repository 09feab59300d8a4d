using System.Collections.Concurrent;
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
            $"OTEL_EXPORTER_OTLP_ENDPOINT={collector.Urls.First()}", "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", "Logging:LogLevel:Default=Information"))
        {
            await worker.Client.GetAsync(new Uri("/health/live", UriKind.Relative), TestContext.Current.CancellationToken);
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
