using Messaging.Fulfillment.Settings;

namespace Messaging.Worker.Hosting;

/// <summary>Where traces, metrics and logs go, from the section <c>Telemetry</c>.</summary>
internal sealed class TelemetryOptions : IValidatedSettings
{
    public const string Section = "Telemetry";

    /// <summary>
    /// An OpenTelemetry collector's address for OTLP over gRPC. Default: none, and nothing is exported, unless the
    /// standard variable <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set, which then decides. Example:
    /// <c>http://127.0.0.1:4317</c>.
    /// </summary>
    public Uri? Otlp { get; set; }

    /// <summary>
    /// True: <c>GET /metrics</c> on the worker's own address shows the metrics in Prometheus's text format. Default:
    /// false.
    /// </summary>
    public bool Prometheus { get; set; }

    /// <inheritdoc/>
    public IEnumerable<string> FindErrors(string path)
    {
        if (Otlp is not (null or { IsAbsoluteUri: true, Scheme: "http" or "https" }))
            yield return $"{path}:Otlp: is not an absolute http or https address.";
    }
}
