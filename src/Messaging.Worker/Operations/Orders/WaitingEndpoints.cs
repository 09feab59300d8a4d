using System.Security.Claims;
using Messaging.Fulfillment.Ledger;
using Messaging.Worker.Management;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Messaging.Worker.Operations.Orders;

/// <summary>Order events that wait in the ledger: which, how many, why, and given up.</summary>
internal static class WaitingEndpoints
{
    private const int MostListed = 1000;
    private const int MostGivenUp = 100;

    public static void MapWaiting(this IEndpointRouteBuilder api)
    {
        var orders = api.MapGroup("/orders")
            .WithTags("orders")
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        orders.MapGet("", ListAsync)
            .WithSummary("Order events that wait in the ledger, the longest waiting first.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        orders.MapPost("/give-up", GiveUpAsync)
            .RequireAuthorization(ManagementApi.OperatorOnly)
            .WithSummary("Answers order events that wait as failed: givenUpByOperator.")
            .ProducesValidationProblem();
    }

    private static async Task<Results<Ok<WaitingList>, ProblemHttpResult>> ListAsync(
        [AsParameters] WaitingQuery query,
        WaitingDesk desk,
        CancellationToken cancellationToken,
        string? after = null,
        int limit = 100,
        bool counts = false)
    {
        if (query.FindError() is { } error)
            return TypedResults.Problem(error, statusCode: StatusCodes.Status400BadRequest);
        return PageCursor.TryRead<Guid>(after, out var last)
            ? TypedResults.Ok(
                await desk.ListAsync(query, last, Math.Clamp(limit, 1, MostListed), counts, cancellationToken))
            : PageCursor.Refuse();
    }

    private static async Task<Results<Ok<AnsweredOrders>, ValidationProblem>> GiveUpAsync(
        GiveUpRequest request, WaitingDesk desk, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var errors = FindErrors(request);
        return errors.Count > 0
            ? TypedResults.ValidationProblem(errors)
            : TypedResults.Ok(await desk.GiveUpAsync(request.EventIds!, request.Why!, user, cancellationToken));
    }

    private static Dictionary<string, string[]> FindErrors(GiveUpRequest request)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (request.EventIds is not { Count: > 0 and <= MostGivenUp })
            errors["eventIds"] = [$"Name the order events, 1 to {MostGivenUp}."];
        if (!AuditLog.IsReason(request.Why))
            errors["why"] = [AuditLog.ReasonRule];
        return errors;
    }
}
