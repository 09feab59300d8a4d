using MassTransit;
using Messaging.Contracts;
using Messaging.Fulfillment.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Fulfillment.Intake;

internal static class IntakeRegistration
{
    /// <summary>Adds what all queues share.</summary>
    public static IServiceCollection AddIntake(
        this IServiceCollection services, IConfigurationSection section) =>
        services.AddSettings<IntakeOptions>(section);

    /// <summary>Adds the consumer of one kind of order event, with its queue.</summary>
    public static void AddOrderConsumer<TEvent>(this IBusRegistrationConfigurator bus)
        where TEvent : class, IOrderEvent
    {
        bus.AddSingleton<BatchRecorder<TEvent>>();
        bus.AddSingleton<UnreadableMessages<TEvent>>();
        bus.AddConsumer<OrderBatchConsumer<TEvent>, OrderBatchConsumerDefinition<TEvent>>();
    }
}
