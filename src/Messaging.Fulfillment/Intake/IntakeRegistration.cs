using MassTransit;
using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Fulfillment.Intake;

internal static class IntakeRegistration
{
    /// <summary>Adds the way of one kind of order event: its queue, its dispatcher, and what brings due entries back.</summary>
    public static void AddOrderFlow<TEvent>(this IBusRegistrationConfigurator bus)
        where TEvent : class, IOrderEvent
    {
        IServiceCollection services = bus;
        services.AddSingleton<Backlog<TEvent>>();
        services.AddSingleton<Dispatcher<TEvent>>();
        services.AddHostedService<DueOrders<TEvent>>();
        services.AddSingleton<IDispatcher>(provider => provider.GetRequiredService<Dispatcher<TEvent>>());
        bus.AddConsumer<OrderBatchConsumer<TEvent>, OrderBatchConsumerDefinition<TEvent>>();
    }
}
