using System.Security.Claims;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Vendors;
using Messaging.Worker.Management;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Messaging.Worker.Operations.Holds;

/// <summary>Accounts and vendors that operators have called no more, in all workers, until they are released.</summary>
internal static class HoldEndpoints
{
    public static void MapHolds(this IEndpointRouteBuilder api)
    {
        api.MapGet("/holds", (OperatorHolds holds) => new HoldList(holds.Current))
            .WithTags("holds")
            .WithSummary("What operators hold, since when and why.");
        MapAction(api, "/accounts/{vendor}/{account}/hold", HoldAsync, "Holds an account: its orders wait.");
        MapAction(api, "/accounts/{vendor}/{account}/release", ReleaseAsync, "Releases an account.");
        MapAction(
            api,
            "/vendors/{vendor}/hold",
            ([AsParameters] HoldServices services, string vendor, HoldRequest request, CancellationToken token) =>
                HoldAsync(services, vendor, account: null, request, token),
            "Holds all accounts of a vendor: their orders wait.");
        MapAction(
            api,
            "/vendors/{vendor}/release",
            ([AsParameters] HoldServices services, string vendor, HoldRequest request, CancellationToken token) =>
                ReleaseAsync(services, vendor, account: null, request, token),
            "Releases a vendor; accounts that are held by themselves stay so.");
    }

    private static void MapAction(IEndpointRouteBuilder api, string path, Delegate act, string summary) =>
        api.MapPost(path, act)
            .RequireAuthorization(ManagementApi.OperatorOnly)
            .WithTags("holds")
            .WithSummary(summary)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .ProducesValidationProblem();

    private static Task<Results<Ok<HoldList>, ValidationProblem, ProblemHttpResult>> HoldAsync(
        [AsParameters] HoldServices services,
        string vendor,
        string? account,
        HoldRequest request,
        CancellationToken token)
    {
        var target = HoldTarget.Find(services.Vendors, vendor, account);
        return target.Unknown is { } unknown
            ? Task.FromResult<Results<Ok<HoldList>, ValidationProblem, ProblemHttpResult>>(NotFound(unknown))
            : ActAsync(
                services,
                target,
                "hold",
                request,
                async (note, ending) =>
                {
                    await services.Holds.HoldAsync(target.Vendor, target.Account, note, ending);
                    return true;
                },
                token);
    }

    /// <summary>Also what the settings know no longer.</summary>
    private static Task<Results<Ok<HoldList>, ValidationProblem, ProblemHttpResult>> ReleaseAsync(
        [AsParameters] HoldServices services,
        string vendor,
        string? account,
        HoldRequest request,
        CancellationToken token)
    {
        var target = HoldTarget.Find(services.Vendors, vendor, account);
        return ActAsync(
            services,
            target,
            "release",
            request,
            (note, ending) => services.Holds.ReleaseAsync(target.Vendor, target.Account, note, ending),
            token);
    }

    private static async Task<Results<Ok<HoldList>, ValidationProblem, ProblemHttpResult>> ActAsync(
        HoldServices services,
        HoldTarget target,
        string action,
        HoldRequest request,
        Func<AuditNote, CancellationToken, Task<bool>> act,
        CancellationToken cancellationToken)
    {
        if (!AuditLog.IsReason(request.Why))
        {
            return TypedResults.ValidationProblem(
                new Dictionary<string, string[]>(StringComparer.Ordinal) { ["why"] = [AuditLog.ReasonRule] });
        }

        var kind = target.Account is null ? "vendors" : "accounts";
        var note = AuditLog.Note(services.User, $"{kind}.{action}", target.ToString(), request.Why);
        if (!await LedgerQuestion.AskAsync(token => act(note, token), services.Time, cancellationToken))
            return NotFound($"{target} is not held by itself; GET /api/holds lists what is.");
        services.Audit.Write(note, 1);
        return TypedResults.Ok(new HoldList(services.Holds.Current));
    }

    private static ProblemHttpResult NotFound(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status404NotFound);

    /// <summary>What each of the actions needs.</summary>
    private sealed record HoldServices(
        OperatorHolds Holds,
        IEnumerable<RegisteredVendor> Vendors,
        ClaimsPrincipal User,
        AuditLog Audit,
        TimeProvider Time);
}
