using System.Net;
using System.Threading.RateLimiting;
using Messaging.Fulfillment.Settings;
using Microsoft.AspNetCore.Authentication;

namespace Messaging.Worker.Management;

/// <summary>The operators' API: everything below <c>/api</c>, for those who may.</summary>
internal static class ManagementApi
{
    /// <summary>The policy of what changes something; everything else needs a reader at least.</summary>
    public const string OperatorOnly = nameof(ManagementRole.Operator);

    private const string Prefix = "/api";
    private const string ReaderOrOperator = nameof(ManagementRole.Reader);
    private const int RequestsPerWindow = 200;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    public static IServiceCollection AddManagement(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<ManagementOptions>(configuration.GetSection(ManagementOptions.Section));
        services.AddSingleton<AuditLog>();

        // Without data protection, which would write keys of its own into somebody's home: no cookie is made here.
        services.AddWebEncoders();
        services.AddAuthenticationCore(authentication => authentication.DefaultScheme = ApiKeyHandler.SchemeName);
        new AuthenticationBuilder(services)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, configureOptions: null);
        services.AddAuthorizationBuilder()
            .AddPolicy(ReaderOrOperator, policy => policy.RequireRole(
                nameof(ManagementRole.Reader), nameof(ManagementRole.Operator)))
            .AddPolicy(OperatorOnly, policy => policy.RequireRole(nameof(ManagementRole.Operator)));
        return services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.AddPolicy(Prefix, context => RateLimitPartition.GetFixedWindowLimiter(
                context.Connection.RemoteIpAddress ?? IPAddress.None,
                _ => new() { PermitLimit = RequestsPerWindow, Window = Window }));
        });
    }

    /// <summary>Adds what each request of the API passes; before any endpoint.</summary>
    public static void UseManagement(this WebApplication app)
    {
        var address = ManagementAddress.Read(app.Configuration);
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments(Prefix, StringComparison.OrdinalIgnoreCase),
            api => api.Use((context, next) =>
            {
                SetHeaders(context.Response.Headers);
                if (ManagementAddress.IsReachedBy(address, context.Connection))
                    return next(context);
                // As if it were not there: whoever has no business here learns nothing.
                context.SetEndpoint(null);
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }));
        // Before anybody is asked who he is: keys cannot be tried faster than this.
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
    }

    /// <summary>Where the endpoints of the API are mapped; none of them is for everybody.</summary>
    public static RouteGroupBuilder MapManagement(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup(Prefix).RequireAuthorization(ReaderOrOperator).RequireRateLimiting(Prefix);
        api.MapOpenApi("/openapi.json");
        return api;
    }

    /// <summary>Answers are for programs: no browser is to show, keep or embed them.</summary>
    private static void SetHeaders(IHeaderDictionary headers)
    {
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }
}
