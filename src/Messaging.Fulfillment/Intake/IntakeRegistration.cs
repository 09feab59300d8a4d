using MassTransit;
using Messaging.Contracts;

namespace Messaging.Fulfillment.Intake;

internal static class IntakeRegistration
{
    public static void Add<TEvent>(IBusRegistrationConfigurator bus, string vendor)
        where TEvent : class, IOrderEvent
    {
        _ = bus;
        _ = vendor;
    }
}
