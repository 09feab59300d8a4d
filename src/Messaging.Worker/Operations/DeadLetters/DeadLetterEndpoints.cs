using System.Security.Claims;
using Messaging.Worker.Management;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Messaging.Worker.Operations.DeadLetters;

/// <summary>Messages that were put aside: seen, sent again, dropped.</summary>
internal static class DeadLetterEndpoints
{
    public static void MapDeadLetters(this IEndpointRouteBuilder api)
    {
        var letters = api.MapGroup("/dead-letters")
            .WithTags("dead letters")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .AddEndpointFilter(RequireBrokerAsync);
        letters.MapGet("", (DeadLetterDesk desk, CancellationToken token) => desk.CountAsync(token))
            .WithSummary("How many messages were put aside, by queue.");
        letters.MapGet("/{queue}", ListAsync).WithSummary("The messages in one of these queues, without their bodies.");
        letters.MapGet("/{queue}/{id}", FindAsync)
            .WithSummary("One message; with its body for the role PersonalData, which is written to the audit log.");
        letters.MapPost("/{queue}/send-again", SendAgainAsync)
            .RequireAuthorization(ManagementApi.OperatorOnly)
            .ProducesValidationProblem()
            .WithSummary("Sends messages again to the queue that they came from.");
        letters.MapPost("/{queue}/drop", DropAsync)
            .RequireAuthorization(ManagementApi.OperatorOnly)
            .ProducesValidationProblem()
            .WithSummary("Drops messages for good.");
    }

    private static async Task<Results<Ok<DeadLetterList>, ProblemHttpResult>> ListAsync(
        string queue, DeadLetterDesk desk, CancellationToken token, uint limit = 100) =>
        desk.Find(queue) is { } known
            ? TypedResults.Ok(await desk.ListAsync(known, Math.Min(limit, DeadLetterRule.MostIds), token))
            : NoSuchQueue(queue);

    private static async Task<Results<Ok<DeadLetter>, ProblemHttpResult>> FindAsync(
        string queue,
        string id,
        DeadLetterDesk desk,
        DeadLetterActions actions,
        ClaimsPrincipal user,
        CancellationToken token)
    {
        if (desk.Find(queue) is not { } known)
            return NoSuchQueue(queue);
        return await actions.ReadAsync(known, id, user, token) is { } found
            ? TypedResults.Ok(found)
            : TypedResults.Problem(
                $"{queue} has no message {id} among its first {DeadLetterDesk.MostMessages:N0}: it was sent again, "
                    + "dropped, or went with its age.",
                statusCode: StatusCodes.Status404NotFound);
    }

    private static Task<Results<Ok<DeadLetterOutcome>, ValidationProblem, ProblemHttpResult>> SendAgainAsync(
        string queue,
        DeadLetterRequest request,
        DeadLetterDesk desk,
        DeadLetterActions actions,
        ClaimsPrincipal user,
        CancellationToken token) =>
        ActAsync(queue, request, desk, known => actions.SendAgainAsync(known, request, user, token));

    private static Task<Results<Ok<DeadLetterOutcome>, ValidationProblem, ProblemHttpResult>> DropAsync(
        string queue,
        DeadLetterRequest request,
        DeadLetterDesk desk,
        DeadLetterActions actions,
        ClaimsPrincipal user,
        CancellationToken token) =>
        ActAsync(queue, request, desk, known => actions.DropAsync(known, request, user, token));

    private static async Task<Results<Ok<DeadLetterOutcome>, ValidationProblem, ProblemHttpResult>> ActAsync(
        string queue,
        DeadLetterRequest request,
        DeadLetterDesk desk,
        Func<DeadLetterQueue, Task<DeadLetterOutcome>> act)
    {
        if (desk.Find(queue) is not { } known)
            return NoSuchQueue(queue);
        var errors = DeadLetterRule.FindErrors(request);
        return errors.Count > 0 ? TypedResults.ValidationProblem(errors) : TypedResults.Ok(await act(known));
    }

    private static ProblemHttpResult NoSuchQueue(string queue) => TypedResults.Problem(
        $"{queue} is none of the queues beside a vendor's: fulfillment-<vendor>_error, _skipped, _undelivered.",
        statusCode: StatusCodes.Status404NotFound);

    private static ValueTask<object?> RequireBrokerAsync(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.RequestServices.GetRequiredService<DeadLetterDesk>().HasBroker
            ? next(context)
            : ValueTask.FromResult<object?>(TypedResults.Problem(
                "The bus is in memory: what cannot be read is logged, and kept nowhere.",
                statusCode: StatusCodes.Status409Conflict));
}
