using System.Security.Claims;
using Messaging.Fulfillment.Repair;
using Messaging.Worker.Management;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Messaging.Worker.Operations.Failures;

/// <summary>
/// Groups of failures that are tried again in stages: started, looked at, paused, gone on with, ended.
/// </summary>
internal static class StagedRetryEndpoints
{
    private const int MostListed = 100;

    public static void MapStagedRetries(this IEndpointRouteBuilder api)
    {
        var staged = api.MapGroup("/staged-retries")
            .WithTags("failures")
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        staged.MapGet("", ListAsync).WithSummary("Staged retries, the latest first.");
        staged.MapGet("/{number:long}", FindAsync)
            .WithSummary("A staged retry: how far it is, and what came of its stages.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        staged.MapPost("", StartAsync)
            .RequireAuthorization(ManagementApi.OperatorOnly)
            .WithSummary(
                "Has a group of failures tried again in stages, 1, 2, 5, 20, 100, then 500 orders, until it comes "
                    + "back.")
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status409Conflict);
        MapAction(staged, StagedRetryAction.Pause, "Has one that is running send nothing more for now.");
        MapAction(
            staged, StagedRetryAction.Resume, "Has one go on that was paused, or that the failure came back to.");
        MapAction(staged, StagedRetryAction.Cancel, "Ends one for good; what it has sent goes on.");
    }

    private static void MapAction(IEndpointRouteBuilder staged, StagedRetryAction action, string summary) => staged
        .MapPost(
            $"/{{number:long}}/{action.ToString().ToLowerInvariant()}",
            (long number, StagedRetryChange change, StagedRetryDesk desk, ClaimsPrincipal user, CancellationToken token)
                => ChangeAsync(number, action, change, desk, user, token))
        .RequireAuthorization(ManagementApi.OperatorOnly)
        .WithSummary(summary)
        .ProducesValidationProblem()
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<Ok<StagedRetryList>> ListAsync(
        StagedRetryDesk desk, CancellationToken cancellationToken, long? before = null, int limit = 20) =>
        TypedResults.Ok(await desk.ListAsync([], before, Math.Clamp(limit, 1, MostListed), cancellationToken));

    private static async Task<Results<Ok<StagedRetryAnswer>, ProblemHttpResult>> FindAsync(
        long number, StagedRetryDesk desk, CancellationToken cancellationToken) =>
        await desk.FindAsync(number, cancellationToken) is { } found
            ? TypedResults.Ok(found)
            : Refuse($"There is no staged retry {number}.", StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<StagedRetryStart>, ValidationProblem, ProblemHttpResult>> StartAsync(
        StagedRetryRequest request, StagedRetryDesk desk, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var errors = StagedRetryRule.FindErrors(request);
        if (errors.Count > 0)
            return TypedResults.ValidationProblem(errors);
        if (request.DryRun)
            return TypedResults.Ok(new StagedRetryStart(await desk.PlanAsync(request, cancellationToken), null));
        var (started, refusal) = await desk.StartAsync(request, user, cancellationToken);
        return refusal is null
            ? TypedResults.Ok(new StagedRetryStart(Plan: null, started))
            : Refuse(refusal, StatusCodes.Status409Conflict);
    }

    private static async Task<Results<Ok<StagedRetryAnswer>, ValidationProblem, ProblemHttpResult>> ChangeAsync(
        long number,
        StagedRetryAction action,
        StagedRetryChange change,
        StagedRetryDesk desk,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        if (!AuditLog.IsReason(change.Why))
        {
            return TypedResults.ValidationProblem(
                new Dictionary<string, string[]>(StringComparer.Ordinal) { ["why"] = [AuditLog.ReasonRule] });
        }

        var (now, refusal) = await desk.ChangeAsync(number, action, change.Why, user, cancellationToken);
        if (now is not null && refusal is null)
            return TypedResults.Ok(now);
        return Refuse(refusal!, now is null ? StatusCodes.Status404NotFound : StatusCodes.Status409Conflict);
    }

    private static ProblemHttpResult Refuse(string detail, int statusCode) =>
        TypedResults.Problem(detail, statusCode: statusCode);
}
