using Messaging.Fulfillment.Settings;
using Microsoft.Extensions.Options;

namespace Messaging.Worker.Hosting;

/// <summary>
/// Finds all errors in a configuration at once: keys that nothing reads, values that cannot be converted, and values
/// that break a rule of their options.
/// </summary>
internal static class ConfigurationErrors
{
    /// <summary>
    /// The errors, each with its configuration path and what to do; no values of settings that could not be read.
    /// </summary>
    /// <param name="configuration">What to check.</param>
    /// <param name="compose">Registers the services whose settings they are.</param>
    public static IReadOnlyList<string> Find(
        IConfiguration configuration, Action<IServiceCollection, IConfiguration> compose)
    {
        var sections = Compose(configuration, compose)
            .Where(service => service.ServiceType == typeof(SettingsSection))
            .Select(service => (SettingsSection)service.ImplementationInstance!);
        var shape = ConfigurationShape.FindErrors(configuration, sections);

        // Rules can be checked only on values that can be converted; the others count as their defaults here.
        var unreadable = shape.Select(error => error.Path).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var readable = new ConfigurationBuilder()
            .AddInMemoryCollection(configuration.AsEnumerable().Where(
                setting => setting.Value is not null && !unreadable.Contains(setting.Key)))
            .Build();
        return
        [
            .. shape.Select(error => $"{error.Path}: {error.Problem}")
                .Concat(FindBrokenRules(Compose(readable, compose)))
                .Order(StringComparer.Ordinal),
        ];
    }

    private static ServiceCollection Compose(
        IConfiguration configuration, Action<IServiceCollection, IConfiguration> compose)
    {
        var services = new ServiceCollection();
        compose(services, configuration);
        return services;
    }

    private static IReadOnlyList<string> FindBrokenRules(ServiceCollection services)
    {
        using var provider = services.BuildServiceProvider();
        try
        {
            provider.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (OptionsValidationException e)
        {
            return [.. e.Failures];
        }
        catch (AggregateException e) when (e.InnerExceptions.All(inner => inner is OptionsValidationException))
        {
            return [.. e.InnerExceptions.Cast<OptionsValidationException>().SelectMany(inner => inner.Failures)];
        }
    }
}
