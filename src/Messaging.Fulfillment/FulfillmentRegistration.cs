using MassTransit;
using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch;
using Messaging.Fulfillment.Intake;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Maintenance;
using Messaging.Fulfillment.Repair;
using Messaging.Fulfillment.Results;
using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Settings;
using Messaging.Fulfillment.Telemetry;
using Messaging.Fulfillment.Vendors;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Messaging.Fulfillment;

/// <summary>Adds the fulfillment service to a bus.</summary>
public static class FulfillmentRegistration
{
    /// <summary>
    /// Adds everything between order event and result to the bus that is being registered: consumers, ledger, vendors,
    /// publishing of results. Transport and other consumers stay the application's; finish with
    /// <c>ConfigureEndpoints</c>.
    /// </summary>
    /// <param name="bus">The bus, inside <c>AddMassTransit</c> or <c>AddMassTransitTestHarness</c>.</param>
    /// <param name="configuration">
    /// Holds the sections <c>Bus</c>, <c>Ledger</c> and <c>Vendors</c>; validated at start, all errors at once.
    /// </param>
    /// <param name="vendors">The vendors to serve.</param>
    public static IBusRegistrationConfigurator AddFulfillment(
        this IBusRegistrationConfigurator bus, IConfiguration configuration, Action<VendorsBuilder> vendors) =>
        Add<IBus>(bus, configuration, vendors);

    /// <summary>
    /// The same for an application with several buses: results go out on the one that the orders came in by.
    /// </summary>
    /// <typeparam name="TBus">The bus's interface.</typeparam>
    /// <param name="bus">The bus, inside <c>AddMassTransit&lt;TBus&gt;</c>.</param>
    /// <param name="configuration">As above.</param>
    /// <param name="vendors">The vendors to serve.</param>
    public static IBusRegistrationConfigurator AddFulfillment<TBus>(
        this IBusRegistrationConfigurator<TBus> bus, IConfiguration configuration, Action<VendorsBuilder> vendors)
        where TBus : class, IBus =>
        Add<TBus>(bus, configuration, vendors);

    private static IBusRegistrationConfigurator Add<TBus>(
        IBusRegistrationConfigurator bus, IConfiguration configuration, Action<VendorsBuilder> vendors)
        where TBus : class, IBus
    {
        bus.TryAddSingleton(TimeProvider.System);
        bus.AddFulfillmentMetrics()
            .AddSettings<RetryOptions>(configuration.GetSection("Ledger"))
            .AddLedger(configuration.GetSection("Ledger"))
            .AddResults<TBus>(configuration.GetSection("Bus"))
            .AddMaintenance(configuration.GetSection("Ledger"))
            .AddDispatch()
            .AddRepair()
            .AddIntake(configuration.GetSection("Bus"))
            .AddVendors(configuration.GetSection("Vendors"), new OrderFlow(bus), vendors);
        return bus;
    }

    private sealed class OrderFlow(IBusRegistrationConfigurator bus) : IOrderFlow
    {
        public void Add<TEvent>()
            where TEvent : class, IOrderEvent
        {
            bus.AddDispatcher<TEvent>();
            bus.AddOrderConsumer<TEvent>();
        }
    }
}
