using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Messaging.Worker.Hosting;

/// <summary>Reports whether the process is alive, and whether it can work.</summary>
internal static class HealthEndpoints
{
    /// <summary>The tag of a check that says whether the process can work.</summary>
    public const string Ready = "ready";

    /// <summary>Has the checks' words shown as a metric, too: the same checks as on the page.</summary>
    public static void AddHealthMetrics(this IServiceCollection services) =>
        services.Configure<HealthCheckPublisherOptions>(publisher => publisher.Predicate = SaysWhetherReady);

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        // A process that waits for its broker or database is alive: a restart would not help.
        app.MapHealthChecks(
            "/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync });
        app.MapHealthChecks(
            "/health/ready", new HealthCheckOptions { Predicate = SaysWhetherReady, ResponseWriter = WriteAsync });
    }

    /// <summary>MassTransit tags a check of its own in the same way: see <see cref="BusHealthCheck"/>.</summary>
    public static bool SaysWhetherReady(HealthCheckRegistration check) =>
        check.Tags.Contains(Ready) && !check.Tags.Contains("masstransit");

    private static Task WriteAsync(HttpContext context, HealthReport report) =>
        context.Response.WriteAsJsonAsync(HealthAnswer.From(report));
}
