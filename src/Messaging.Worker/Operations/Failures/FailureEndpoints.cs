using System.Security.Claims;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Repair;
using Messaging.Worker.Management;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Messaging.Worker.Operations.Failures;

/// <summary>Order events that failed: which, how many for which reason, and once more.</summary>
internal static class FailureEndpoints
{
    private const int MostListed = 1000;
    private const int MostGroups = 100;

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

    private static Task<Results<Ok<FailureList>, ProblemHttpResult>> ListAsync(
        [AsParameters] FailureQuery query,
        IFailures failures,
        TimeProvider time,
        CancellationToken cancellationToken,
        string? after = null,
        int limit = 100) =>
        LedgerQuestion.AskAsync<FailureList>(
            async token =>
            {
                if (!FailureCursor.TryRead(after, out var last))
                    return TypedResults.Problem(
                        "after is what an answer before gave as next.", statusCode: StatusCodes.Status400BadRequest);
                var most = Math.Clamp(limit, 1, MostListed);
                var found = await failures.ListFailuresAsync(query.ToFilter(), last, most, token);
                return TypedResults.Ok(
                    new FailureList(found, found.Count == most ? FailureCursor.Write(found[^1]) : null));
            },
            time,
            cancellationToken);

    private static Task<Results<Ok<FailureGroups>, ProblemHttpResult>> GroupAsync(
        [AsParameters] FailureQuery query,
        IFailures failures,
        TimeProvider time,
        CancellationToken cancellationToken) =>
        LedgerQuestion.AskAsync<FailureGroups>(
            async token => TypedResults.Ok(
                new FailureGroups(await failures.GroupFailuresAsync(query.ToFilter(), MostGroups, token))),
            time,
            cancellationToken);

    private static async Task<Results<Ok<RetryAnswer>, ValidationProblem, ProblemHttpResult>> RetryAsync(
        RetryRequest request,
        IFailures failures,
        FailedOrders orders,
        ClaimsPrincipal user,
        AuditLog audit,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var errors = RetryRule.FindErrors(request);
        if (errors.Count > 0)
            return TypedResults.ValidationProblem(errors);
        var answer = await LedgerQuestion.AskAsync<RetryAnswer>(
            async token =>
            {
                var ids = request.EventIds ?? await FindAsync(request, failures, token);
                if (request.DryRun)
                    return TypedResults.Ok(new RetryAnswer(0, 0, 0, ids));
                var note = AuditLog.Note(user, "failures.retry", Describe(request), request.Why!);
                var counts = await orders.RetryAsync(ids, request.LiftDeadline, note, token);
                audit.Write(note, counts.Started);
                return TypedResults.Ok(
                    new RetryAnswer(counts.Started, counts.AlreadyRetried, counts.NotThere, ids));
            },
            time,
            cancellationToken);
        return answer.Result switch
        {
            Ok<RetryAnswer> ok => ok,
            var problem => (ProblemHttpResult)problem,
        };
    }

    private static async Task<IReadOnlyList<Guid>> FindAsync(
        RetryRequest request, IFailures failures, CancellationToken cancellationToken)
    {
        var filter = new FailureFilter
        {
            Vendor = request.Vendor,
            Account = request.Account,
            Reason = request.Reason,
            Code = request.Code,
            IsOpen = true,
        };
        var found = await failures.ListFailuresAsync(filter, after: null, request.Limit ?? 1, cancellationToken);
        return [.. found.Select(failure => failure.EventId)];
    }

    private static string Describe(RetryRequest request) => request.EventIds is { } ids
        ? string.Join(' ', ids)
        : $"{request.Vendor} {request.Account} {request.Reason} {request.Code}";
}
