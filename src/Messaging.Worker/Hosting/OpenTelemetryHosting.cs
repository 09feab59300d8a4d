using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Messaging.Worker.Hosting;

/// <summary>
/// Stands in for the package OpenTelemetry.Extensions.Hosting, which cannot be restored here: the same <c>AddOpenTelemetry()</c>, so that the
/// day the package can be had this file is deleted and nothing else changes.
/// </summary>
internal static class OpenTelemetryHosting
{
    /// <summary>Adds the OpenTelemetry SDK; what is recorded is said with <c>WithTracing</c>, <c>WithMetrics</c> and <c>WithLogging</c>.</summary>
    public static IOpenTelemetryBuilder AddOpenTelemetry(this IServiceCollection services)
    {
        // First of all hosted services, so that what the others do while they start is recorded.
        services.Insert(0, ServiceDescriptor.Singleton<IHostedService, ProvidersStart>());
        return new Builder(services);
    }

    private sealed record Builder(IServiceCollection Services) : IOpenTelemetryBuilder;

    /// <summary>A provider records from the moment that it is made; the container that makes it disposes it, which exports what is left.</summary>
    private sealed class ProvidersStart(IServiceProvider services) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            services.GetService<MeterProvider>();
            services.GetService<TracerProvider>();
            services.GetService<LoggerProvider>();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
