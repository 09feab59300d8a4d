using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Messaging.Fulfillment.Settings;

/// <summary>Registers settings.</summary>
public static class SettingsRegistration
{
    /// <summary>
    /// Reads <typeparamref name="TOptions"/> from a section. All errors are reported at start, together with those of
    /// the other sections; a reload with errors is refused and logged, and the values before it stay.
    /// </summary>
    /// <typeparam name="TOptions">The settings.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="section">The section; several types may be read from one.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddSettings<TOptions>(
        this IServiceCollection services, IConfigurationSection section)
        where TOptions : class, IValidatedSettings
    {
        ArgumentNullException.ThrowIfNull(section);
        services.AddOptions<TOptions>().Bind(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TOptions>>(new Validator<TOptions>(section.Path));
        services.KeepLastValid<TOptions>();
        services.AddSingleton(new SettingsSection(section.Path, typeof(TOptions)));
        return services;
    }

    /// <summary>
    /// Has a reload of <typeparamref name="TOptions"/> with errors refused and logged; the values before it stay.
    /// </summary>
    /// <typeparam name="TOptions">The settings.</typeparam>
    /// <param name="services">The services.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection KeepLastValid<TOptions>(this IServiceCollection services)
        where TOptions : class =>
        services.AddSingleton<IOptionsMonitor<TOptions>, LastValidOptions<TOptions>>();

    private sealed class Validator<TOptions>(string path) : IValidateOptions<TOptions>
        where TOptions : class, IValidatedSettings
    {
        public ValidateOptionsResult Validate(string? name, TOptions options)
        {
            var errors = options.FindErrors(path).ToArray();
            return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }
    }
}
