using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch.Accounts;
using Messaging.Fulfillment.Dispatch.Due;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Messaging.Fulfillment.Dispatch;

internal static class DispatchRegistration
{
    /// <summary>Adds what all dispatchers share.</summary>
    public static IServiceCollection AddDispatch(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<AccountHealthCheck>("accounts", tags: ["ready"]);
        return services
            .AddHostedService<GracefulDrain>()
            .AddSingleton<IValidateOptions<LedgerOptions>, LeaseValidator>()
            .AddSingleton(provider => new AccountStates(provider.GetServices<IDispatcher>()));
    }

    /// <summary>
    /// Adds the dispatcher of one kind of order event, and the poller that brings its due entries back.
    /// </summary>
    public static IServiceCollection AddDispatcher<TEvent>(this IServiceCollection services)
        where TEvent : class, IOrderEvent => services
        .AddSingleton<Backlog<TEvent>>()
        .AddSingleton<Dispatcher<TEvent>>()
        .AddSingleton<IDispatcher>(provider => provider.GetRequiredService<Dispatcher<TEvent>>())
        .AddSingleton<IVendorGauges>(provider => provider.GetRequiredService<Dispatcher<TEvent>>())
        .AddHostedService<DueOrderPoller<TEvent>>();
}
