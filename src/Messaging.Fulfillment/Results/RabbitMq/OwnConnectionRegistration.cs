using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RabbitMQ.Client;

namespace Messaging.Fulfillment.Results.RabbitMq;

/// <summary>Has results published beside the bus.</summary>
public static class OwnConnectionRegistration
{
    /// <summary>
    /// Publishes results on a connection of their own, with the bus's exchanges, envelope, ids and headers, for less
    /// work of process and broker. MassTransit's publish and send filters and the observers that are connected to the
    /// running bus do not see them: leave this out where you have some. Where observers are registered as services,
    /// results go through the bus all the same.
    /// </summary>
    /// <param name="bus">A bus on RabbitMQ, to which <c>AddFulfillment</c> is applied too, before or after.</param>
    /// <param name="connectAsync">
    /// Opens a connection to the bus's virtual host; automatic recovery has to be off. It is called again when the
    /// connection has ended, and may wait for the broker as long as its token lets it.
    /// </param>
    public static IBusRegistrationConfigurator PublishResultsOnOwnConnection(
        this IBusRegistrationConfigurator bus,
        Func<IServiceProvider, CancellationToken, Task<IConnection>> connectAsync)
    {
        bus.Replace(ServiceDescriptor.Singleton<IResultTransport>(provider => IsObserved(provider)
            ? ActivatorUtilities.CreateInstance<BusResultTransport>(provider, "observers are registered")
            : ActivatorUtilities.CreateInstance<RabbitMqResultTransport>(
                provider, (CancellationToken token) => connectAsync(provider, token))));
        return bus;
    }

    private static bool IsObserved(IServiceProvider provider) =>
        provider.GetServices<IPublishObserver>().Any() || provider.GetServices<ISendObserver>().Any();
}
