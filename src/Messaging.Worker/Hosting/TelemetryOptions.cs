using Microsoft.Extensions.Options;

namespace Messaging.Worker.Hosting;

/// <summary>Where traces, metrics and logs go, from the section <c>Telemetry</c>.</summary>
internal sealed class TelemetryOptions : IValidateOptions<TelemetryOptions>
{
    public const string Section = "Telemetry";

    /// <summary>
    /// An OpenTelemetry collector's address for OTLP over gRPC. Default: none, and nothing is exported, unless the standard variable
    /// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set: then it and its kin decide. Example: <c>http://127.0.0.1:4317</c>.
    /// </summary>
    public Uri? Otlp { get; set; }

    public ValidateOptionsResult Validate(string? name, TelemetryOptions options) =>
        options.Otlp is null or { IsAbsoluteUri: true, Scheme: "http" or "https" }
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("Telemetry:Otlp: is not an absolute http or https address.");
}
