using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Messaging.Worker.Management;

/// <summary>
/// Finds out who asks: the holder of the key in <c>Authorization: Bearer …</c>, or, where that is allowed, anybody who
/// comes by loopback.
/// </summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<ManagementOptions> management,
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "ApiKey";

    private const string Unnamed = "(loopback)";
    private const string Bearer = "Bearer ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Authenticate());

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return AnswerAsync(
            StatusCodes.Status401Unauthorized,
            "Send a key as \"Authorization: Bearer …\". The command api-key makes one, and its hash belongs under "
                + "Management:ApiKeys.");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => AnswerAsync(
        StatusCodes.Status403Forbidden,
        $"{Context.User.Identity?.Name} has no role that allows this. Roles are under Management:ApiKeys.");

    private Task AnswerAsync(int status, string detail) =>
        TypedResults.Problem(detail, statusCode: status).ExecuteAsync(Context);

    private AuthenticateResult Authenticate()
    {
        var settings = management.CurrentValue;
        var header = Request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            return settings.MayReadUnnamed && ComesByLoopback()
                ? Succeed(Unnamed, [ManagementRole.Reader])
                : AuthenticateResult.NoResult();
        }

        return header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            && ApiKey.FindName(header[Bearer.Length..].Trim(), settings.ApiKeys) is { } name
                ? Succeed(name, settings.ApiKeys[name].Roles)
                : AuthenticateResult.Fail("The key is not known.");
    }

    /// <summary>What a proxy on this machine passes on comes by loopback, too, and may be anybody's.</summary>
    private bool ComesByLoopback() =>
        Context.Connection.RemoteIpAddress is { } remote
        && IPAddress.IsLoopback(remote)
        && !Request.Headers.Keys.Any(name =>
            name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase)
            || name.Equals("Forwarded", StringComparison.OrdinalIgnoreCase)
            || name.Equals("Via", StringComparison.OrdinalIgnoreCase));

    private static AuthenticateResult Succeed(string name, IEnumerable<ManagementRole> roles)
    {
        var claims = roles.Select(role => new Claim(ClaimTypes.Role, role.ToString()));
        var identity = new ClaimsIdentity([new(ClaimTypes.Name, name), .. claims], SchemeName);
        return AuthenticateResult.Success(new(new(identity), SchemeName));
    }
}
