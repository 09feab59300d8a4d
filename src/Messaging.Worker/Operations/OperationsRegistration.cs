using Messaging.Worker.Operations.Audit;
using Messaging.Worker.Operations.DeadLetters;
using Messaging.Worker.Operations.Failures;
using Messaging.Worker.Operations.Holds;
using Messaging.Worker.Operations.Orders;
using Messaging.Worker.Operations.Overview;
using Messaging.Worker.Operations.Workers;

namespace Messaging.Worker.Operations;

/// <summary>What operators ask and do, for the API and the page alike.</summary>
internal static class OperationsRegistration
{
    public static IServiceCollection AddOperations(this IServiceCollection services) => services
        .AddSingleton<OverviewDesk>()
        .AddSingleton<WorkerDesk>()
        .AddSingleton<OrderDesk>()
        .AddSingleton<WaitingDesk>()
        .AddSingleton<FailureDesk>()
        .AddSingleton<StagedRetryDesk>()
        .AddSingleton<HoldDesk>()
        .AddSingleton<AuditDesk>()
        .AddSingleton<DeadLetterDesk>()
        .AddSingleton<DeadLetterActions>();
}
