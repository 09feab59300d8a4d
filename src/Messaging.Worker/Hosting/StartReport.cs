using System.Reflection;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Vendors;
using Microsoft.Extensions.Options;

namespace Messaging.Worker.Hosting;

/// <summary>Says in a few lines, once the process has started, what it is and what it works with.</summary>
internal static partial class StartReport
{
    /// <summary>More names would bury the line; all are in <c>GET /api/accounts</c>.</summary>
    private const int MostNames = 10;

    /// <summary>The version of the program, with the commit that it was built from.</summary>
    public static string Version { get; } = typeof(StartReport).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>Writes the lines to the log: warnings for what an operator may not want.</summary>
    public static void Write(WebApplication app)
    {
        foreach (var line in Describe(app.Services, app.Urls))
            LogLine(app.Logger, line);
        foreach (var notice in FindWarnings(app.Services))
            LogWarning(app.Logger, notice);
    }

    /// <summary>What it is and works with, a line each; no secrets.</summary>
    public static IEnumerable<string> Describe(IServiceProvider services, IEnumerable<string> addresses) =>
    [
        $"Messaging {Version}",
        .. services.GetServices<RegisteredVendor>().Select(Describe),
        .. services.GetServices<IdleVendor>().Select(Describe),
        $"ledger: {LedgerAddress.Describe(services.GetRequiredService<IOptions<LedgerOptions>>().Value)}",
        $"bus: {services.GetRequiredService<IOptions<BusOptions>>().Value.Describe()}",
        $"addresses: {string.Join(", ", addresses)}",
    ];

    /// <summary>A vendor that is off.</summary>
    public static string Describe(IdleVendor vendor) =>
        $"vendor {vendor.Name}: off, {vendor.Section}:Accounts has none; one that is added takes a restart";

    /// <summary>What works and may still not be wanted.</summary>
    public static IEnumerable<string> FindWarnings(IServiceProvider services) =>
    [
        .. services.GetRequiredService<IOptions<BusOptions>>().Value.Transport == BusTransport.Memory
            ? ["Bus:Transport: the bus is in memory: no order system reaches it, and what is on it ends with the "
                + "process. Set it to rabbitmq."]
            : Array.Empty<string>(),
        .. UnprotectedConnections.Find(services),
    ];

    /// <summary>A vendor's name, address and accounts.</summary>
    private static string Describe(RegisteredVendor vendor)
    {
        var settings = vendor.Settings.CurrentValue;
        var names = settings.AccountNames.Order(StringComparer.Ordinal).Take(MostNames);
        var more = settings.AccountNames.Count - MostNames;
        return $"vendor {vendor.Name}: {settings.BaseUrl}, accounts {string.Join(", ", names)}"
            + (more > 0 ? $" and {more} more" : "");
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Line}")]
    private static partial void LogLine(ILogger logger, string line);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Notice}")]
    private static partial void LogWarning(ILogger logger, string notice);
}
