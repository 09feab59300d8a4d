using System.Security.Claims;
using Messaging.Worker.Hosting.Broker;
using Messaging.Worker.Management;
using Microsoft.AspNetCore.Http.HttpResults;
using RabbitMQ.Client.Exceptions;

namespace Messaging.Worker.Operations.DeadLetters;

/// <summary>Messages that were put aside: seen, sent again, dropped.</summary>
internal static class DeadLetterEndpoints
{
    private const int MostIds = 1000;

    public static void MapDeadLetters(this IEndpointRouteBuilder api)
    {
        var letters = api.MapGroup("/dead-letters")
            .WithTags("dead letters")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .AddEndpointFilter(ExplainAsync);
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
            ? TypedResults.Ok(await desk.ListAsync(known, Math.Min(limit, MostIds), token))
            : NoSuchQueue(queue);

    private static async Task<Results<Ok<DeadLetter>, ProblemHttpResult>> FindAsync(
        string queue, string id, DeadLetterDesk desk, ClaimsPrincipal user, AuditLog audit, CancellationToken token)
    {
        if (desk.Find(queue) is not { } known)
            return NoSuchQueue(queue);
        if (await desk.FindAsync(known, id, token) is not { } found)
            return TypedResults.Problem(
                $"{queue} has no message {id} among its first {DeadLetterDesk.MostMessages:N0}: it was sent again, "
                    + "dropped, or went with its age.",
                statusCode: StatusCodes.Status404NotFound);
        if (!user.IsInRole(nameof(ManagementRole.PersonalData)))
            return TypedResults.Ok(found with { Body = null });
        var note = AuditLog.Note(user, "dead-letters.read-body", $"{known.Name} {found.Id}", "asked for");
        if (!await audit.TryRecordAsync(note, 1, token))
            return NotRecorded();
        audit.Write(note, 1);
        return TypedResults.Ok(found);
    }

    private static Task<Results<Ok<DeadLetterOutcome>, ValidationProblem, ProblemHttpResult>> SendAgainAsync(
        string queue,
        DeadLetterRequest request,
        DeadLetterDesk desk,
        ClaimsPrincipal user,
        AuditLog audit,
        CancellationToken token) =>
        ActAsync(queue, request, desk, desk.SendAgainAsync, user, audit, "dead-letters.send-again", token);

    private static Task<Results<Ok<DeadLetterOutcome>, ValidationProblem, ProblemHttpResult>> DropAsync(
        string queue,
        DeadLetterRequest request,
        DeadLetterDesk desk,
        ClaimsPrincipal user,
        AuditLog audit,
        CancellationToken token) =>
        ActAsync(queue, request, desk, desk.DropAsync, user, audit, "dead-letters.drop", token);

    private static async Task<Results<Ok<DeadLetterOutcome>, ValidationProblem, ProblemHttpResult>> ActAsync(
        string queue,
        DeadLetterRequest request,
        DeadLetterDesk desk,
        Func<DeadLetterQueue, Predicate<string>, CancellationToken, Task<DeadLetterOutcome>> act,
        ClaimsPrincipal user,
        AuditLog audit,
        string action,
        CancellationToken token)
    {
        if (desk.Find(queue) is not { } known)
            return NoSuchQueue(queue);
        var errors = FindErrors(request)
            .ToDictionary(error => error.Field, error => new[] { error.Problem }, StringComparer.Ordinal);
        if (errors.Count > 0)
            return TypedResults.ValidationProblem(errors);

        var ids = request.Ids?.ToHashSet(StringComparer.Ordinal);
        var note = AuditLog.Note(user, action, known.Name, request.Why!);
        if (!await audit.TryRecordAsync(note, request.All ? null : ids!.Count, token))
            return NotRecorded();
        var outcome = await act(known, id => request.All || ids!.Contains(id), token);
        audit.Write(note, outcome.Done);
        // What came of it; where the ledger is away by now, the line in the log says it alone.
        await audit.TryRecordAsync(note with { Action = $"{action}.done" }, outcome.Done, CancellationToken.None);
        return TypedResults.Ok(outcome);
    }

    private static IEnumerable<(string Field, string Problem)> FindErrors(DeadLetterRequest request)
    {
        if (request.All == request.Ids is { Count: > 0 })
            yield return ("ids", "Name the messages' ids, or say all: one of the two.");
        else if (request.Ids?.Count > MostIds)
            yield return ("ids", $"At most {MostIds:N0} at a time.");
        if (!AuditLog.IsReason(request.Why))
            yield return ("why", AuditLog.ReasonRule);
    }

    private static ProblemHttpResult NotRecorded() => TypedResults.Problem(
        "The ledger's database cannot be reached now, where it is recorded who does what; nothing was done. See "
            + "/health/ready.",
        statusCode: StatusCodes.Status503ServiceUnavailable);

    private static ProblemHttpResult NoSuchQueue(string queue) => TypedResults.Problem(
        $"{queue} is none of the queues beside a vendor's: fulfillment-<vendor>_error, _skipped, _undelivered.",
        statusCode: StatusCodes.Status404NotFound);

    /// <summary>Says what stands in the way of all of them.</summary>
    private static async ValueTask<object?> ExplainAsync(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (!context.HttpContext.RequestServices.GetRequiredService<DeadLetterDesk>().HasBroker)
        {
            return TypedResults.Problem(
                "The bus is in memory: what cannot be read is logged, and kept nowhere.",
                statusCode: StatusCodes.Status409Conflict);
        }

        try
        {
            return await next(context);
        }
        catch (Exception e) when (e is RabbitMQClientException or IOException
            || (e is OperationCanceledException && !context.HttpContext.RequestAborted.IsCancellationRequested))
        {
            return TypedResults.Problem(
                $"The broker does not answer as it should; see /health/ready. {BrokerFault.DescribeQueue(e)}",
                statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
