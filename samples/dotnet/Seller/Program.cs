// dotnet run -- subscribe my-queue
// dotnet run -- publish order-shipped event.json ...
using MassTransit;
using Seller;

var builder = Host.CreateApplicationBuilder();
builder.Logging.AddFilter("Microsoft.Hosting", LogLevel.Warning);
builder.Services.AddSingleton<Orders>();
builder.Services.AddMassTransit(x =>
{
    x.DisableUsageTelemetry();
    if (args is ["subscribe", var queue])
        x.AddConsumer<ResultConsumer, ResultConsumerDefinition>().Endpoint(endpoint => endpoint.Name = queue);
    x.UsingRabbitMq((context, rabbit) =>
    {
        rabbit.Host(new Uri(
            Environment.GetEnvironmentVariable("AMQP_URL") ?? "amqp://guest:guest@localhost:5672/"));
        rabbit.ConfigureEndpoints(context);
    });
});

using var host = builder.Build();
if (args is not ["publish", var exchange, .. var files])
{
    await host.RunAsync();
    return 0;
}

// The bus connects again by itself, and publishes what waits when it has.
await host.StartAsync();
try
{
    foreach (var file in files)
        await OrderPublisher.PublishAsync(host.Services.GetRequiredService<IBus>(), OrderFile.Read(exchange, file));
    return 0;
}
catch (MessageReturnedException)
{
    Console.Error.WriteLine($"No queue is bound to {exchange}: has the service run with this broker?");
    return 1;
}
finally
{
    await host.StopAsync();
}
