using System.Security.Claims;
using Messaging.Worker.Management;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Messaging.Worker.Operations.Failures;

/// <summary>Order events that failed: which, how many for which reason, and once more.</summary>
internal static class FailureEndpoints
{
    private const int MostListed = 1000;

    public static void MapFailures(this IEndpointRouteBuilder api)
    {
        var failures = api.MapGroup("/failures")
            .WithTags("failures")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        failures.MapGet("", ListAsync).WithSummary("Order events that failed, the latest first.");
        failures.MapGet("/groups", GroupAsync)
            .WithSummary("How many failed, by vendor, reason and code; since when, and when last.");
        failures.MapPost("/retry", RetryAsync)
            .RequireAuthorization(ManagementApi.OperatorOnly)
            .WithSummary("Has failed orders tried again, each as a new event with a result of its own.");
    }

    private static async Task<Results<Ok<FailureList>, ProblemHttpResult>> ListAsync(
        [AsParameters] FailureQuery query,
        FailureDesk desk,
        CancellationToken cancellationToken,
        string? after = null,
        int limit = 100) =>
        PageCursor.TryRead<Guid>(after, out var last)
            ? TypedResults.Ok(await desk.ListAsync(query, last, Math.Clamp(limit, 1, MostListed), cancellationToken))
            : PageCursor.Refuse();

    private static async Task<Ok<FailureGroups>> GroupAsync(
        [AsParameters] FailureQuery query, FailureDesk desk, CancellationToken cancellationToken) =>
        TypedResults.Ok(await desk.GroupAsync(query, cancellationToken));

    private static async Task<Results<Ok<RetryAnswer>, ValidationProblem>> RetryAsync(
        RetryRequest request, FailureDesk desk, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var errors = RetryRule.FindErrors(request);
        return errors.Count > 0
            ? TypedResults.ValidationProblem(errors)
            : TypedResults.Ok(await desk.RetryAsync(request, user, cancellationToken));
    }
}
