using System.Security.Claims;
using Messaging.Fulfillment.Vendors;
using Messaging.Worker.Management;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Messaging.Worker.Operations.Holds;

/// <summary>Accounts and vendors that operators have called no more, in all workers, until they are released.</summary>
internal static class HoldEndpoints
{
    public static void MapHolds(this IEndpointRouteBuilder api)
    {
        api.MapGet("/holds", (HoldDesk desk) => new HoldList(desk.Current))
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

    private static async Task<Results<Ok<HoldList>, ValidationProblem, ProblemHttpResult>> HoldAsync(
        [AsParameters] HoldServices services,
        string vendor,
        string? account,
        HoldRequest request,
        CancellationToken token)
    {
        var target = HoldTarget.Find(services.Vendors, vendor, account);
        if (target.Unknown is { } unknown)
            return NotFound(unknown);
        if (!AuditLog.IsReason(request.Why))
            return NoReason();
        await services.Desk.HoldAsync(target, request.Why, services.User, token);
        return TypedResults.Ok(new HoldList(services.Desk.Current));
    }

    /// <summary>Also what the settings know no longer.</summary>
    private static async Task<Results<Ok<HoldList>, ValidationProblem, ProblemHttpResult>> ReleaseAsync(
        [AsParameters] HoldServices services,
        string vendor,
        string? account,
        HoldRequest request,
        CancellationToken token)
    {
        var target = HoldTarget.Find(services.Vendors, vendor, account);
        if (!AuditLog.IsReason(request.Why))
            return NoReason();
        return await services.Desk.ReleaseAsync(target, request.Why, services.User, token)
            ? TypedResults.Ok(new HoldList(services.Desk.Current))
            : NotFound($"{target} is not held by itself; GET /api/holds lists what is.");
    }

    private static ValidationProblem NoReason() => TypedResults.ValidationProblem(
        new Dictionary<string, string[]>(StringComparer.Ordinal) { ["why"] = [AuditLog.ReasonRule] });

    private static ProblemHttpResult NotFound(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status404NotFound);

    /// <summary>What each of the actions needs.</summary>
    private sealed record HoldServices(HoldDesk Desk, IEnumerable<RegisteredVendor> Vendors, ClaimsPrincipal User);
}
