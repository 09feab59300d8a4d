using Messaging.Fulfillment.Settings;
using Messaging.Fulfillment.Telemetry;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Messaging.Worker.Hosting;

/// <summary>Sends traces, metrics and logs to a collector, where one is configured.</summary>
internal static class TelemetryRegistration
{
    private const string ServiceName = "messaging-worker";
    private const string StandardEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private static readonly string[] Sources = [FulfillmentMetrics.Name, "MassTransit", "System.Net.Http", "Microsoft.AspNetCore"];
    private static readonly string[] Meters = [FulfillmentMetrics.Name, "MassTransit", "System.Net.Http", "Microsoft.AspNetCore.*"];

    public static void AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection(TelemetryOptions.Section);
        services.AddOptions<TelemetryOptions>().Bind(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TelemetryOptions>, TelemetryOptions>();
        services.AddSingleton(new SettingsSection(TelemetryOptions.Section, typeof(TelemetryOptions)));

        var standard = !string.IsNullOrEmpty(configuration[StandardEndpoint]);
        if (!standard && !Uri.TryCreate(section[nameof(TelemetryOptions.Otlp)], UriKind.Absolute, out _))
            return;

        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource
                .AddService(ServiceName, serviceVersion: typeof(TelemetryRegistration).Assembly.GetName().Version?.ToString())
                .AddEnvironmentVariableDetector())
            .WithTracing(traces => traces.AddSource(Sources))
            .WithMetrics(metrics => metrics.AddMeter(Meters))
            .WithLogging(configureBuilder: null, logs => logs.IncludeScopes = true);
        if (standard)
            telemetry.UseOtlpExporter();
        else
            telemetry.UseOtlpExporter(OtlpExportProtocol.Grpc, section.GetValue<Uri>(nameof(TelemetryOptions.Otlp))!);
    }
}
