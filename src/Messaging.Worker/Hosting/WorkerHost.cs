using MassTransit;
using Messaging.Fulfillment.Vendors;
using Messaging.Worker.Management;
using Messaging.Worker.Operations.Accounts;
using Messaging.Worker.Operations.Audit;
using Messaging.Worker.Operations.DeadLetters;
using Messaging.Worker.Operations.Failures;
using Messaging.Worker.Operations.Holds;
using Messaging.Worker.Operations.Orders;
using Messaging.Worker.Operations.Workers;
using Messaging.Worker.Pages;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.Extensions.Logging.Console;

namespace Messaging.Worker.Hosting;

/// <summary>The service as a process: settings, console, web server and addresses.</summary>
internal static partial class WorkerHost
{
    /// <summary>Where the worker listens unless it is told otherwise.</summary>
    public const string DefaultUrl = "http://127.0.0.1:8080";

    /// <summary>
    /// A page in somebody's browser can have its own name point at this machine; by its name it is refused.
    /// </summary>
    private const string DefaultHosts = "localhost;127.0.0.1;[::1]";

    /// <summary>
    /// Reads the settings: <c>appsettings.json</c> beside the program, the environment's own file, the operator's file
    /// and secrets, environment variables.
    /// </summary>
    /// <param name="paths">Where the operator's are; null for nowhere.</param>
    /// <exception cref="InvalidDataException">They are not there, or are not what they should be.</exception>
    public static WebApplicationBuilder CreateBuilder(SettingsPaths? paths = null)
    {
        var builder =
            WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.Configure(logging =>
            logging.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
        // Why the process cannot start is told once, in a sentence, at its end; the host would add a stack trace. The
        // bus writes one for each message that is put aside or goes back to its queue: the service has said already
        // which one it is and why, in a line.
        builder.Logging
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical)
            .AddFilter("MassTransit.ReceiveTransport", level => level is not LogLevel.Error)
            // That keys are kept unencrypted: they are kept nowhere.
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
            // Whatever else is not to be logged: who did what is.
            .AddFilter(AuditLog.Category, LogLevel.Information);
        // A log is read by people and by programs that parse JSON, never by a browser.
        builder.Services.PostConfigure<JsonConsoleFormatterOptions>(
            json => json.JsonWriterOptions = json.JsonWriterOptions with { Encoder = AnswerJson.Readable });
        paths?.AddTo(builder.Configuration);
        return builder;
    }

    /// <summary>Builds the service from settings that have been checked.</summary>
    /// <param name="builder">The settings.</param>
    /// <param name="vendors">Adds vendors beside the three.</param>
    /// <param name="others">Adds further consumers to the bus.</param>
    public static WebApplication Build(
        WebApplicationBuilder builder,
        Action<VendorsBuilder>? vendors = null,
        Action<IBusRegistrationConfigurator>? others = null)
    {
        var configuration = builder.Configuration;
        ListenAt(configuration);
        if (string.IsNullOrEmpty(configuration["AllowedHosts"]))
            configuration["AllowedHosts"] = DefaultHosts;
        builder.Services.Configure<HostFilteringOptions>(hosts => hosts.AllowEmptyHosts = false);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddProblemDetails();
        builder.Services.ConfigureHttpJsonOptions(json => AnswerJson.Configure(json.SerializerOptions));
        builder.Services.AddOpenApi(api => api.AddDocumentTransformer<ApiDescription>());
        builder.Services.AddWorker(configuration, vendors, others);

        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseManagement();
        app.MapHealth();
        app.MapMetrics();
        app.MapPages();
        var api = app.MapManagementApi();
        api.MapOrders();
        api.MapWaiting();
        api.MapAccounts();
        api.MapWorkers();
        api.MapFailures();
        api.MapStagedRetries();
        api.MapDeadLetters();
        api.MapHolds();
        api.MapAudit();
        app.Lifetime.ApplicationStarted.Register(() => StartReport.Write(app));
        foreach (var file in ((IConfigurationBuilder)configuration).Sources.OfType<SettingsFile>())
            file.Refused = reason => LogRefused(app.Logger, file.Path!, reason);
        return app;
    }

    /// <summary>The worker's own addresses, and the operators' where it is another.</summary>
    private static void ListenAt(ConfigurationManager configuration)
    {
        if (configuration["urls"] is null
            && configuration["http_ports"] is null
            && !configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            configuration["urls"] = DefaultUrl;
        }

        ManagementAddress.Read(configuration)?.AddTo(configuration);
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The settings file {File} cannot be read any more, and what was read before stays: {Reason}")]
    private static partial void LogRefused(ILogger logger, string file, string reason);
}
