using MassTransit;
using Messaging.Fulfillment.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Messaging.Fulfillment.Results;

internal static class ResultsRegistration
{
    /// <summary>Adds the publishing of results on <typeparamref name="TBus"/>, and its health check.</summary>
    public static IServiceCollection AddResults<TBus>(this IServiceCollection services, IConfigurationSection section)
        where TBus : class, IBus
    {
        services.TryAddSingleton<IResultTransport, BusResultTransport>();
        services.AddHealthChecks().AddCheck<ResultHealthCheck>("results", tags: ["ready"]);
        return services
            .AddSettings<ResultOptions>(section)
            .AddSingleton(provider => new FulfillmentBus(provider.GetRequiredService<TBus>()))
            .AddSingleton<ResultPublisher>()
            .AddSingleton<OutboxRelay>();
    }
}
