using System.Security.Claims;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Repair;
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
        IWaiting waiting,
        TimeProvider time,
        CancellationToken cancellationToken,
        string? after = null,
        int limit = 100,
        bool counts = false)
    {
        if (query.FindError() is { } error)
            return TypedResults.Problem(error, statusCode: StatusCodes.Status400BadRequest);
        if (!PageCursor.TryRead<Guid>(after, out var last))
            return PageCursor.Refuse();
        var most = Math.Clamp(limit, 1, MostListed);
        var filter = query.ToFilter(time.GetUtcNow());
        return TypedResults.Ok(await LedgerQuestion.AskAsync(
            async token =>
            {
                var found = await waiting.ListWaitingAsync(filter, last, most, token);
                return new WaitingList(
                    found,
                    found.Count == most ? PageCursor.Write(found[^1].ReceivedAt, found[^1].EventId) : null,
                    counts ? await waiting.GroupWaitingAsync(filter, token) : null);
            },
            time,
            cancellationToken));
    }

    private static async Task<Results<Ok<AnsweredOrders>, ValidationProblem>> GiveUpAsync(
        GiveUpRequest request,
        WaitingOrders orders,
        ClaimsPrincipal user,
        AuditLog audit,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var errors = FindErrors(request);
        if (errors.Count > 0)
            return TypedResults.ValidationProblem(errors);
        var note = AuditLog.Note(user, "orders.give-up", string.Join(' ', request.EventIds!), request.Why!);
        var answered = await LedgerQuestion.AskAsync(
            token => orders.GiveUpAsync([.. request.EventIds!], note, token), time, cancellationToken);
        if (answered.Answered.Count > 0)
            audit.Write(note, answered.Answered.Count);
        return TypedResults.Ok(answered);
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
