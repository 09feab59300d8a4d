using Messaging.Fulfillment.Ledger.Postgres;
using Messaging.Fulfillment.Ledger.Sqlite;
using Messaging.Fulfillment.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Messaging.Fulfillment.Ledger;

/// <summary>Registers the ledger.</summary>
public static class LedgerRegistration
{
    /// <summary>
    /// Adds the ledger that the settings name, as <see cref="ILedger"/> and in each of its roles. It has to be opened.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="section">
    /// The ledger's settings, see <see cref="LedgerOptions"/>; all their errors are reported at once at the start.
    /// </param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddLedger(this IServiceCollection services, IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        services.AddSettings<LedgerOptions>(section);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<LedgerTime>();
        services.AddKeyedSingleton<TimeProvider>(
            LedgerTime.Key, (provider, _) => provider.GetRequiredService<LedgerTime>());
        services.AddSingleton<ILedger>(provider =>
            provider.GetRequiredService<IOptions<LedgerOptions>>().Value.Provider is LedgerOptions.Postgres
                ? ActivatorUtilities.CreateInstance<PostgresLedger>(provider)
                : ActivatorUtilities.CreateInstance<SqliteLedger>(provider));
        services.AddSingleton<ILease>(provider => provider.GetRequiredService<ILedger>());
        services.AddSingleton<IClaims>(provider => provider.GetRequiredService<ILedger>());
        services.AddSingleton<IOutbox>(provider => provider.GetRequiredService<ILedger>());
        services.AddSingleton<IFailures>(provider => provider.GetRequiredService<ILedger>());
        services.AddSingleton<IStagedRetries>(provider => provider.GetRequiredService<ILedger>());
        services.AddSingleton<IWaiting>(provider => provider.GetRequiredService<ILedger>());
        services.AddSingleton<IHolds>(provider => provider.GetRequiredService<ILedger>());
        services.AddSingleton<IAudit>(provider => provider.GetRequiredService<ILedger>());
        services.AddSingleton<OperatorHolds>();
        services.AddSingleton<ILedgerReports>(provider => provider.GetRequiredService<ILedger>());
        return services;
    }
}
