using System.Diagnostics.CodeAnalysis;
using Messaging.Fulfillment.Vendors;
using Messaging.Worker.Hosting;

namespace Messaging.Worker.Commands;

/// <summary>Reads the configuration, or reports all its errors.</summary>
internal static class ConfigurationLoader
{
    public static bool TryRead(
        SettingsPaths paths,
        Action<VendorsBuilder>? vendors,
        TextWriter error,
        [NotNullWhen(true)] out WebApplicationBuilder? builder)
    {
        try
        {
            builder = WorkerHost.CreateBuilder(paths);
        }
        catch (InvalidDataException e)
        {
            // A settings file that is not there, or not JSON; the cause says where.
            error.WriteLine($"The configuration cannot be read: {e.Message} {e.InnerException?.Message}");
            builder = null;
            return false;
        }

        var errors = ConfigurationErrors.Find(
            builder.Configuration, (services, configuration) => services.AddWorker(configuration, vendors));
        if (errors.Count == 0)
            return true;

        error.WriteLine($"The configuration has {errors.Count} errors:");
        foreach (var line in errors)
            error.WriteLine($"  {line}");
        return false;
    }
}
