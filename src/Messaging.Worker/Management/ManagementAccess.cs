using System.Net;
using System.Threading.RateLimiting;
using Messaging.Fulfillment.Settings;
using Messaging.Worker.Pages;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.CookiePolicy;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Messaging.Worker.Management;

/// <summary>Who gets to the operators' API and page: where they are found, how often, and by whom.</summary>
internal static class ManagementAccess
{
    /// <summary>The policy of what only shows.</summary>
    public const string ReaderOrOperator = nameof(ManagementRole.Reader);

    /// <summary>The policy that bounds how much one address asks.</summary>
    public const string RateLimit = "Management";

    private const string SchemeName = "Management";
    private const int RequestsPerWindow = 200;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SessionDuration = TimeSpan.FromHours(12);

    public static IServiceCollection AddManagement(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<ManagementOptions>(configuration.GetSection(ManagementOptions.Section));
        services.AddSingleton<AuditLog>();
        services.AddSingleton<SignInLimiter>();
        services.AddSingleton<PageSession>();
        services.AddDataProtection();
        services.Configure<KeyManagementOptions>(keys => keys.XmlRepository = new KeysInMemory());
        services.AddWebEncoders();
        services.AddSignIn();
        services.AddAuthorizationBuilder()
            .AddPolicy(ReaderOrOperator, policy => policy.RequireRole(
                nameof(ManagementRole.Reader), nameof(ManagementRole.Operator)))
            .AddPolicy(ManagementApi.OperatorOnly, policy => policy.RequireRole(nameof(ManagementRole.Operator)));
        return services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.AddPolicy(RateLimit, context => RateLimitPartition.GetFixedWindowLimiter(
                context.Connection.RemoteIpAddress ?? IPAddress.None,
                _ => new() { PermitLimit = RequestsPerWindow, Window = Window }));
        });
    }

    /// <summary>Adds what each request of operators passes; before any endpoint.</summary>
    public static void UseManagement(this WebApplication app)
    {
        var address = ManagementAddress.Read(app.Configuration);
        app.UseWhen(
            context => IsBelow(context, ManagementApi.Prefix) || IsPage(context),
            management => management.Use((context, next) =>
            {
                SetHeaders(context);
                if (ManagementAddress.IsReachedBy(address, context.Connection))
                    return HasNul(context.Request) ? RefuseNul(context) : next(context);
                // As if it were not there: whoever has no business here learns nothing.
                context.SetEndpoint(null);
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }));
        // In one place for sessions and forms. Secure beyond loopback, also where a proxy in front has the certificate.
        app.UseCookiePolicy(new()
        {
            HttpOnly = HttpOnlyPolicy.Always,
            MinimumSameSitePolicy = SameSiteMode.Strict,
            Secure = address is { IsLoopback: false } ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest,
        });
        // Before anybody is asked who he is: keys cannot be tried faster than this.
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
    }

    /// <summary>Keys for the API alone, sessions for the page alone: no cookie acts where no form was shown.</summary>
    private static void AddSignIn(this IServiceCollection services)
    {
        services.AddAuthenticationCore(authentication => authentication.DefaultScheme = SchemeName);
        new AuthenticationBuilder(services)
            .AddPolicyScheme(SchemeName, displayName: null, either => either.ForwardDefaultSelector = context =>
                IsPage(context) ? PageSession.SchemeName : ApiKeyHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, configureOptions: null)
            .AddScheme<CookieAuthenticationOptions, PageSessionHandler>(PageSession.SchemeName, session =>
            {
                session.EventsType = typeof(PageSession);
                session.ExpireTimeSpan = SessionDuration;
                session.LoginPath = PagePaths.SignIn;
                session.AccessDeniedPath = PagePaths.Denied;
                session.ReturnUrlParameter = PagePaths.ReturnParameter;
                session.Cookie.Name = "messaging-session";
                session.Cookie.Path = PagePaths.Prefix;
            });
        services.TryAddEnumerable(ServiceDescriptor.Singleton<
            IPostConfigureOptions<CookieAuthenticationOptions>, PostConfigureCookieAuthenticationOptions>());
    }

    /// <summary>No text that was ever stored has one, and PostgreSQL takes none to compare with.</summary>
    private static bool HasNul(HttpRequest request) =>
        request.QueryString.Value?.Contains("%00", StringComparison.Ordinal) is true;

    /// <summary>As the server itself refuses such a path.</summary>
    private static Task RefuseNul(HttpContext context) => TypedResults.Problem(
        "The question holds the character U+0000 (%00), which no text here has.",
        statusCode: StatusCodes.Status400BadRequest).ExecuteAsync(context);

    private static void SetHeaders(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (IsPage(context))
            PageRegistration.SetHeaders(headers);
        else
            ManagementApi.SetHeaders(headers);
    }

    private static bool IsPage(HttpContext context) =>
        IsBelow(context, PagePaths.Prefix) || context.Request.Path == PagePaths.Root;

    private static bool IsBelow(HttpContext context, string prefix) =>
        context.Request.Path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase);
}
