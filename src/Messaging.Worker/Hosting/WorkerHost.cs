namespace Messaging.Worker.Hosting;

/// <summary>The service as a process: settings, console, web server and addresses.</summary>
internal static class WorkerHost
{
    private const string DefaultUrl = "http://127.0.0.1:8080";

    /// <summary>
    /// Reads the settings: <c>appsettings.json</c> beside the program, the environment's own file, environment
    /// variables.
    /// </summary>
    public static WebApplicationBuilder CreateBuilder()
    {
        var builder =
            WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.Configure(logging =>
            logging.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
        // The bus writes a stack trace for each message that is put aside or goes back to its queue. The service has
        // said already which one it is and why, in a line.
        builder.Logging.AddFilter("MassTransit.ReceiveTransport", level => level is not LogLevel.Error);
        return builder;
    }

    /// <summary>Builds the service from settings that have been checked.</summary>
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        if (configuration["urls"] is null
            && configuration["http_ports"] is null
            && !configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddProblemDetails();
        builder.Services.AddWorker(configuration);

        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.MapHealth();
        app.MapOrders();
        app.MapAccounts();
        app.MapMetrics();
        return app;
    }
}
