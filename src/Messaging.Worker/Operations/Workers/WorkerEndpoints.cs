using Messaging.Worker.Words;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Messaging.Worker.Operations.Workers;

/// <summary>Shows the workers of the ledger: who is there, since when, with what in hand.</summary>
internal static class WorkerEndpoints
{
    public static void MapWorkers(this IEndpointRouteBuilder api) =>
        api.MapGet("/workers", ListAsync)
            .WithTags("workers")
            .WithSummary("All workers of the ledger, and what is wrong with them.")
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Ok<WorkersAnswer>> ListAsync(WorkerDesk desk, CancellationToken cancellationToken) =>
        TypedResults.Ok(await desk.ListAsync(Language.English, cancellationToken));
}
