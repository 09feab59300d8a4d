using System.Reflection;
using Messaging.Fulfillment.Settings;
using Messaging.Fulfillment.Telemetry;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Messaging.Worker.Hosting;

/// <summary>
/// Sends traces, metrics and logs to a collector, and shows metrics to Prometheus, where that is configured.
/// </summary>
internal static class TelemetryRegistration
{
    private const string ServiceName = "messaging-worker";
    private const string StandardEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string LinkLimit = "OTEL_SPAN_LINK_COUNT_LIMIT";

    /// <summary>A call is linked to each of its orders, Polyv's to 1,000; the standard would keep 128.</summary>
    private const string MaxLinks = "1000";

    private static readonly string[] SourcesAndMeters = [FulfillmentMetrics.Name, "MassTransit"];

    public static void AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection(TelemetryOptions.Section);
        services.AddSettings<TelemetryOptions>(section);

        var isStandard = !string.IsNullOrEmpty(configuration[StandardEndpoint]);
        var collector = GetCollector(section);
        var isCollected = isStandard || collector is not null;
        if (!isCollected && !IsShownToPrometheus(configuration))
            return;

        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(
                resource => resource.AddService(ServiceName, serviceVersion: Version).AddEnvironmentVariableDetector())
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(SourcesAndMeters).AddMeter("Npgsql");
                metrics.AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddRuntimeInstrumentation();
                if (IsShownToPrometheus(configuration))
                    metrics.AddPrometheusExporter();
            });
        if (!isCollected)
            return;

        if (string.IsNullOrEmpty(configuration[LinkLimit]))
            configuration[LinkLimit] = MaxLinks;
        // The instrumentations' defaults record no secrets: neither query strings, which hold signatures, nor the
        // values of SQL parameters.
        telemetry
            .WithTracing(traces =>
                traces.AddProcessor<BackgroundSpans>()
                    .AddSource(SourcesAndMeters)
                    .AddAspNetCoreInstrumentation()
                    .AddHttpClientInstrumentation()
                    .AddNpgsql())
            .WithLogging(configureBuilder: null, logs => logs.IncludeScopes = true);
        if (isStandard)
            telemetry.UseOtlpExporter();
        else
            telemetry.UseOtlpExporter(OtlpExportProtocol.Grpc, collector!);
    }

    /// <summary>Maps <c>GET /metrics</c>, where that is configured.</summary>
    public static void MapMetrics(this WebApplication app)
    {
        if (IsShownToPrometheus(app.Configuration))
            app.MapPrometheusScrapingEndpoint("/metrics");
    }

    private static string Version =>
        typeof(TelemetryRegistration).Assembly
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion;

    private static Uri? GetCollector(IConfigurationSection section) =>
        Uri.TryCreate(section[nameof(TelemetryOptions.Otlp)], UriKind.Absolute, out var collector) ? collector : null;

    /// <summary>A value that is neither true nor false is reported with the other configuration errors.</summary>
    private static bool IsShownToPrometheus(IConfiguration configuration) =>
        bool.TryParse(
            configuration[$"{TelemetryOptions.Section}:{nameof(TelemetryOptions.Prometheus)}"], out var isShown)
            && isShown;
}
