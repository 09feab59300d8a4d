using Messaging.Worker.Management;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Messaging.Worker.Operations.Audit;

/// <summary>What operators did, for those who may do it.</summary>
internal static class AuditEndpoints
{
    private const int MostListed = 1000;

    public static void MapAudit(this IEndpointRouteBuilder api) => api.MapGet("/audit", ListAsync)
        .RequireAuthorization(ManagementApi.OperatorOnly)
        .WithTags("audit")
        .WithSummary("What operators did: who, when, what, to how many, why; the latest first.")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Ok<AuditList>, ProblemHttpResult>> ListAsync(
        [AsParameters] AuditQuery query,
        AuditDesk desk,
        CancellationToken cancellationToken,
        string? after = null,
        int limit = 100) =>
        PageCursor.TryRead<long>(after, out var last)
            ? TypedResults.Ok(await desk.ListAsync(query, last, Math.Clamp(limit, 1, MostListed), cancellationToken))
            : PageCursor.Refuse();
}
