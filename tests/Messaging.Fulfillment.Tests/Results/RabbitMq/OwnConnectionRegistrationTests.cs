using MassTransit;
using Messaging.Fulfillment.Results;
using Messaging.Fulfillment.Results.RabbitMq;
using Messaging.Fulfillment.Vendors.Polyv;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;

namespace Messaging.Fulfillment.Tests.Results.RabbitMq;

public sealed class OwnConnectionRegistrationTests
{
    [Fact]
    public async Task A_bus_publishes_results_itself_unless_told_otherwise()
    {
        await using var provider = Build(_ => { });

        Assert.Equal("through the bus", provider.GetRequiredService<IResultTransport>().Description);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Results_go_beside_the_bus_where_that_is_asked_for_before_or_after(bool before)
    {
        await using var provider = Build(OnOwnConnection, before);

        Assert.IsType<RabbitMqResultTransport>(provider.GetRequiredService<IResultTransport>());
    }

    [Fact]
    public async Task Whoever_observes_what_is_published_sees_results()
    {
        await using var provider = Build(bus =>
        {
            OnOwnConnection(bus);
            bus.AddSingleton(_ => Fake.Create<IPublishObserver>(Answer));
        });

        Assert.Equal(
            "through the bus, since observers are registered",
            provider.GetRequiredService<IResultTransport>().Description);
    }

    [Fact]
    public async Task Whoever_observes_what_is_sent_sees_results()
    {
        await using var provider = Build(bus =>
        {
            OnOwnConnection(bus);
            bus.AddSingleton(_ => Fake.Create<ISendObserver>(Answer));
        });

        Assert.IsType<BusResultTransport>(provider.GetRequiredService<IResultTransport>());
    }

    private static void OnOwnConnection(IBusRegistrationConfigurator bus) =>
        bus.PublishResultsOnOwnConnection((_, _) => Task.FromException<IConnection>(new InvalidOperationException()));

    private static object Answer(string method, object?[] arguments) => Task.CompletedTask;

    private static ServiceProvider Build(Action<IBusRegistrationConfigurator> configure, bool before = false)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            if (before)
                configure(bus);
            bus.AddFulfillment(new ConfigurationBuilder().Build(), vendors => vendors.AddPolyv());
            if (!before)
                configure(bus);
            bus.UsingInMemory();
        });
        return services.BuildServiceProvider();
    }
}
