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
            return LoopbackReader.IsAllowed(Context, settings)
                ? LoopbackReader.Caller.Succeed(SchemeName)
                : AuthenticateResult.NoResult();
        }

        return header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            && ApiKey.FindName(header[Bearer.Length..].Trim(), settings.ApiKeys) is { } name
                ? new Caller(name, settings.ApiKeys[name].Roles).Succeed(SchemeName)
                : AuthenticateResult.Fail("The key is not known.");
    }
}
