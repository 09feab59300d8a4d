using System.Collections.Concurrent;
using System.Net;
using MassTransit;
using MassTransit.Testing;
using Messaging.Contracts;
using Messaging.Fulfillment.Vendors;
using Messaging.Fulfillment.Vendors.Em;
using Messaging.Fulfillment.Vendors.Fengchao;
using Messaging.Fulfillment.Vendors.Polyv;
using Messaging.Testing.Service;
using Messaging.VendorSimulator;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Messaging.Fulfillment.Tests.Flow;

/// <summary>The library as part of another application.</summary>
public sealed class CompositionTests
{
    [Fact]
    public async Task It_runs_in_the_test_harness_beside_consumers_of_the_application()
    {
        await using var simulator = await StartSimulatorAsync();
        await using var provider = Harness(x =>
        {
            x.AddConsumer<ThankYouSender>();
            x.AddFulfillment(
                Configuration(SimulatedWorld.Settings(simulator.SimulatorAddress())), vendors => vendors.AddPolyv());
        });
        var harness = await provider.StartTestHarness();
        var order = Events.Delivering("P1");

        await harness.Bus.Publish(order);

        Assert.True(await harness.Published.Any<FulfillmentSucceeded>(
            result => result.Context.Message.OrderEventId == order.EventId));
        Assert.True(await harness.GetConsumerHarness<ThankYouSender>().Consumed.Any<FulfillmentSucceeded>());
        Assert.True(await harness.Published.Any<ThankYou>(thanks => thanks.Context.Message.OrderNo is "P1"));
    }

    [Fact]
    public async Task Of_two_buses_the_one_it_was_added_to_carries_orders_and_results()
    {
        await using var simulator = await StartSimulatorAsync();
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(SimulatedWorld.Settings(simulator.SimulatorAddress()));
        builder.Services.AddSingleton<Seen>();
        builder.Services.AddMassTransit(x =>
        {
            x.DisableUsageTelemetry();
            x.AddConsumer<OnDefaultBus>();
            x.UsingInMemory((context, bus) => bus.ConfigureEndpoints(context));
        });
        builder.Services.AddMassTransit<IFulfillmentBus>(x =>
        {
            x.DisableUsageTelemetry();
            x.AddConsumer<OnFulfillmentBus>();
            x.AddFulfillment(builder.Configuration, vendors => vendors.AddPolyv());
            x.UsingInMemory((context, bus) => bus.ConfigureEndpoints(context));
        });
        using var host = builder.Build();
        LogContext.ConfigureCurrentLogContext(host.Services.GetRequiredService<ILoggerFactory>());
        await host.StartAsync();
        var other = host.Services.GetRequiredService<IBus>();
        var seen = host.Services.GetRequiredService<Seen>();

        await other.Publish(Events.Delivering("P-ON-THE-OTHER-BUS"));
        await host.Services.GetRequiredService<IFulfillmentBus>().Publish(Events.Delivering("P1"));
        await Eventually.TrueAsync(() => !seen.OnFulfillmentBus.IsEmpty, "the result has come");
        await other.Publish(new ThankYou("P1"));
        await Eventually.TrueAsync(() => !seen.OnDefaultBus.IsEmpty, "the other bus has carried its own message");
        await host.StopAsync();

        Assert.Equal(["succeeded P1"], seen.OnFulfillmentBus);
        Assert.Equal(["thanks P1"], seen.OnDefaultBus);
        Assert.Null(simulator.SimulatedVendors().Polyv.Journal.Find("P-ON-THE-OTHER-BUS"));
    }

    [Fact]
    public async Task A_vendor_from_elsewhere_takes_its_own_classes_one_line_and_one_section()
    {
        var vendor = new StubHandler(_ => StubHandler.Reply(HttpStatusCode.OK, "[true,false]"u8.ToArray()));
        await using var provider = Harness(
            x => x.AddFulfillment(
                Configuration(
                [
                    new("Ledger:ConnectionString", "Data Source=:memory:"),
                    new("Vendors:Toy:BaseUrl", "http://toy.example/orders"),
                    new("Vendors:Toy:Colours", "red, blue"),
                    new("Vendors:Toy:Accounts:main:AppId", "id"),
                    new("Vendors:Toy:Accounts:main:AppSecret", "secret"),
                ]),
                vendors => vendors.AddToy()),
            services => services.AddHttpClient("toy").ConfigurePrimaryHttpMessageHandler(() => vendor));
        var harness = await provider.StartTestHarness();

        await harness.Bus.PublishBatch([Toy("A", "blue"), Toy("B", null), Toy("C", "green")]);

        Assert.True(await harness.Published.Any<FulfillmentSucceeded>(x => Says(x.Context.Message, "A")));
        Assert.True(await harness.Published.Any<FulfillmentFailed>(
            x => Says(x.Context.Message, "B") && x.Context.Message.VendorCode is "7"));
        Assert.True(await harness.Published.Any<FulfillmentFailed>(
            x => Says(x.Context.Message, "C") && x.Context.Message.Reason == FailureReason.InvalidEvent));
        var request = Assert.Single(vendor.Requests);
        Assert.Equal("""["A","B"]""", request.Body);
        Assert.Matches("appId=id&timestamp=[0-9]{10}&sign=[0-9a-f]{32}$", request.Uri.Query);
        Assert.Matches(@"^Messaging/[0-9]+\.[0-9]+\.[0-9]+$", request.UserAgent);

        static ToyWanted Toy(string orderNo, string? colour) =>
            new() { EventId = Guid.NewGuid(), OrderNo = orderNo, OccurredAt = Events.Now, Colour = colour };

        static bool Says(IFulfillmentResult result, string orderNo) =>
            (result.OrderNo, result.Vendor, result.OrderEventType) == (orderNo, "toy", nameof(ToyWanted));
    }

    [Fact]
    public async Task A_vendor_without_accounts_has_no_queue()
    {
        await using var provider = Harness(x => x.AddFulfillment(
            Configuration(
            [
                new("Ledger:ConnectionString", "Data Source=:memory:"),
                new("Vendors:Polyv:Accounts:main:AppId", "id"),
                new("Vendors:Polyv:Accounts:main:AppSecret", "secret"),
                new("Vendors:Em:BaseUrl", "nowhere"),
            ]),
            vendors => vendors.AddPolyv().AddFengchao().AddEm()));
        await provider.StartTestHarness();

        Assert.Equal("polyv", Assert.Single(provider.GetServices<RegisteredVendor>()).Name);
        Assert.Equal(["fengchao", "em"], provider.GetServices<IdleVendor>().Select(vendor => vendor.Name));
        Assert.NotNull(provider.GetService<IVendorAdapter<OrderMarkedDelivering>>());
        Assert.Null(provider.GetService<IVendorAdapter<OrderModified>>());
    }

    [Fact]
    public async Task Every_error_of_every_section_is_told_at_the_start()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(
        [
            new("Bus:MaxResultsInFlight", "0"),
            new("Ledger:Provider", "paper"),
            new("Ledger:PollInterval", "01:00:00"),
            new("Vendors:Polyv:OrdersPerCall", "1001"),
            new("Vendors:Polyv:Accounts:main:AppId", "id"),
            new("Vendors:Fengchao:Accounts:main:AppId", "id"),
            new("Vendors:Em:BaseUrl", "nowhere"),
            new("Vendors:Em:Accounts:main:AppSecret", "secret"),
            new("Vendors:Toy:Colours", ""),
            new("Vendors:Toy:Accounts:main:AppId", "id"),
        ]);
        builder.Services.AddMassTransit(x =>
        {
            x.DisableUsageTelemetry();
            x.AddFulfillment(builder.Configuration, vendors => vendors.AddPolyv().AddFengchao().AddEm().AddToy());
            x.UsingInMemory((context, bus) => bus.ConfigureEndpoints(context));
        });
        using var host = builder.Build();

        var error = await Assert.ThrowsAsync<AggregateException>(() => host.StartAsync());

        var failures =
            error.InnerExceptions.SelectMany(inner => Assert.IsType<OptionsValidationException>(inner).Failures);
        string[] paths =
        [
            "Bus:MaxResultsInFlight",
            "Ledger:PollInterval",
            "Ledger:Provider",
            "Vendors:Em:Accounts:main:AppId",
            "Vendors:Em:BaseUrl",
            "Vendors:Fengchao:Accounts:main:AppSecret",
            "Vendors:Fengchao:Accounts:main:SellerNick",
            "Vendors:Polyv:Accounts:main:AppSecret",
            "Vendors:Polyv:OrdersPerCall",
            "Vendors:Toy:Accounts:main:AppSecret",
            "Vendors:Toy:BaseUrl",
            "Vendors:Toy:Colours",
        ];
        Assert.Collection(
            failures.Order(StringComparer.Ordinal),
            [.. paths.Select(path => (Action<string>)(failure => Assert.Matches($"^{path}:? ", failure)))]);
    }

    private static async Task<WebApplication> StartSimulatorAsync()
    {
        var simulator = VendorSimulatorApp.Build(new VendorSimulatorSettings { Urls = "http://127.0.0.1:0" });
        await simulator.StartAsync();
        return simulator;
    }

    private static IConfiguration Configuration(IEnumerable<KeyValuePair<string, string?>> settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings).Build();

    private static ServiceProvider Harness(
        Action<IBusRegistrationConfigurator> configure, Action<IServiceCollection>? others = null)
    {
        var services = new ServiceCollection().AddLogging().AddMassTransitTestHarness(x =>
        {
            x.SetTestTimeouts(testInactivityTimeout: TimeSpan.FromSeconds(15));
            configure(x);
        });
        others?.Invoke(services);
        var provider = services.BuildServiceProvider(validateScopes: true);

        // MassTransit keeps the loggers of the first host in the process, which may be disposed by now.
        LogContext.ConfigureCurrentLogContext(provider.GetRequiredService<ILoggerFactory>());
        return provider;
    }

    private sealed class Seen
    {
        public ConcurrentQueue<string> OnDefaultBus { get; } = [];

        public ConcurrentQueue<string> OnFulfillmentBus { get; } = [];
    }

    private sealed class OnDefaultBus(Seen seen) : IConsumer<FulfillmentSucceeded>, IConsumer<ThankYou>
    {
        public Task Consume(ConsumeContext<FulfillmentSucceeded> context) =>
            Add($"succeeded {context.Message.OrderNo}");

        public Task Consume(ConsumeContext<ThankYou> context) => Add($"thanks {context.Message.OrderNo}");

        private Task Add(string message)
        {
            seen.OnDefaultBus.Enqueue(message);
            return Task.CompletedTask;
        }
    }

    private sealed class OnFulfillmentBus(Seen seen) : IConsumer<FulfillmentSucceeded>
    {
        public Task Consume(ConsumeContext<FulfillmentSucceeded> context)
        {
            seen.OnFulfillmentBus.Enqueue($"succeeded {context.Message.OrderNo}");
            return Task.CompletedTask;
        }
    }

    private sealed class ThankYouSender : IConsumer<FulfillmentSucceeded>
    {
        public Task Consume(ConsumeContext<FulfillmentSucceeded> context) =>
            context.Publish(new ThankYou(context.Message.OrderNo));
    }
}

/// <summary>The second bus of an application.</summary>
public interface IFulfillmentBus : IBus;

/// <summary>A message of the application's own.</summary>
public sealed record ThankYou(string OrderNo);
