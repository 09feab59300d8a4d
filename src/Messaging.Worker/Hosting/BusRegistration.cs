using MassTransit;
using Messaging.Fulfillment.Results.RabbitMq;
using Messaging.Fulfillment.Settings;
using Messaging.Worker.Hosting.Broker;
using Microsoft.Extensions.Options;

namespace Messaging.Worker.Hosting;

/// <summary>Puts the service on the bus that is configured.</summary>
internal static class BusRegistration
{
    public static void AddBusSettings(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<BusOptions>().Bind(configuration.GetSection(BusOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<BusOptions>, BusOptionsValidator>();
        services.KeepLastValid<BusOptions>();
        services.AddSingleton(new SettingsSection(BusOptions.Section, typeof(BusOptions)));

        services.AddSingleton<BrokerConnector>();
        services.AddSingleton<QueueStates>();
        services.AddReceiveEndpointObserver(provider => provider.GetRequiredService<QueueStates>());
        services.AddHealthChecks().AddCheck<BusHealthCheck>("bus", tags: [HealthEndpoints.Ready]);

        // Without its broker the process starts all the same, reports that it is not ready, and goes on when the broker
        // is there.
        services.AddOptions<MassTransitHostOptions>().Configure<IOptions<BusOptions>>((host, bus) =>
        {
            host.WaitUntilStarted = false;
            host.StopTimeout = bus.Value.StopTimeout;
        });
        services.AddOptions<HostOptions>().Configure<IOptions<BusOptions>>((host, bus) =>
            host.ShutdownTimeout = bus.Value.StopTimeout + BusOptions.AfterBus);
    }

    /// <summary>
    /// Read from the configuration itself: the transport has to be known before options can be resolved. An unknown
    /// one is reported by their validation.
    /// </summary>
    public static void UseConfiguredTransport(this IBusRegistrationConfigurator bus, IConfiguration configuration)
    {
        if (Enum.TryParse<BusTransport>(configuration["Bus:Transport"], ignoreCase: true, out var transport)
            && transport == BusTransport.RabbitMq)
        {
            bus.UsingRabbitMq(ConfigureRabbitMq);
            bus.PublishResultsOnOwnConnection((services, cancellationToken) =>
                services.GetRequiredService<BrokerConnector>().ConnectAsync("results", cancellationToken));
        }
        else
        {
            bus.UsingInMemory((context, memory) => memory.ConfigureEndpoints(context));
        }
    }

    private static void ConfigureRabbitMq(IBusRegistrationContext context, IRabbitMqBusFactoryConfigurator rabbit)
    {
        var broker = context.GetRequiredService<IOptions<BusOptions>>().Value.RabbitMq;
        var first = broker.Addresses[0];
        var port = (ushort)(first.Port ?? broker.EffectivePort);
        rabbit.Host(first.Host, port, broker.VirtualHost, host =>
        {
            host.OnRefreshConnectionFactory = context.GetRequiredService<BrokerConnector>().WaitAsync;
            host.Heartbeat(broker.Heartbeat);
            host.RequestedConnectionTimeout(BrokerConnector.Timeout);
            host.Username(broker.Username);
            host.Password(broker.Password);
            host.PublisherConfirmation = true;
            if (broker.UseTls)
            {
                // By itself MassTransit accepts any chain.
                var verified = BrokerTls.Create(broker, first.Host);
                host.UseSsl(tls =>
                {
                    tls.ServerName = verified.ServerName;
                    tls.Protocol = verified.Version;
                    tls.CertificateValidationCallback = verified.CertificateValidationCallback;
                    tls.CertificateSelectionCallback = verified.CertificateSelectionCallback;
                });
            }
        });
        rabbit.ConfigureEndpoints(context);
    }
}
