using MassTransit;
using Messaging.Fulfillment.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Fulfillment.Results;

internal static class ResultsRegistration
{
    /// <summary>Adds the publishing of results on <typeparamref name="TBus"/>.</summary>
    public static IServiceCollection AddResults<TBus>(this IServiceCollection services, IConfigurationSection section)
        where TBus : class, IBus => services
        .AddSettings<ResultOptions>(section)
        .AddSingleton(provider => new FulfillmentBus(provider.GetRequiredService<TBus>()))
        .AddSingleton<ResultPublisher>()
        .AddSingleton<OutboxRelay>();
}
