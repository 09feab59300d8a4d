using Messaging.Worker.Operations;

namespace Messaging.Worker.Management;

/// <summary>The operators' API: everything below <c>/api</c>, for those who may.</summary>
internal static class ManagementApi
{
    /// <summary>The policy of what changes something; everything else needs a reader at least.</summary>
    public const string OperatorOnly = nameof(ManagementRole.Operator);

    /// <summary>Where it begins.</summary>
    public const string Prefix = "/api";

    /// <summary>Where the endpoints of the API are mapped; none of them is for everybody.</summary>
    public static RouteGroupBuilder MapManagementApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup(Prefix)
            .RequireAuthorization(ManagementAccess.ReaderOrOperator)
            .RequireRateLimiting(ManagementAccess.RateLimit)
            .AddEndpointFilter(UnavailableFilter.ExplainAsync);
        api.MapOpenApi("/openapi.json");
        return api;
    }

    /// <summary>Answers are for programs: no browser is to show, keep or embed them.</summary>
    public static void SetHeaders(IHeaderDictionary headers) =>
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
}
