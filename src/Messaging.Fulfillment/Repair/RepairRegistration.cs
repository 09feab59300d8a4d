using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Fulfillment.Repair;

internal static class RepairRegistration
{
    public static IServiceCollection AddRepair(this IServiceCollection services) => services
        .AddSingleton<FailedOrders>()
        .AddSingleton<WaitingOrders>()
        .AddSingleton<StagedRetries>()
        .AddSingleton<StagedRetryStep>()
        .AddHostedService<StagedRetryRunner>();
}
