using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace Messaging.Worker.Management;

/// <summary>
/// Finds out who asks for a page: who has signed in, or, where that is allowed, anybody who comes by loopback.
/// </summary>
internal sealed class PageSessionHandler(
    IOptionsMonitor<ManagementOptions> management,
    IOptionsMonitor<CookieAuthenticationOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder) : CookieAuthenticationHandler(options, loggers, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var session = await base.HandleAuthenticateAsync();
        return !session.Succeeded && LoopbackReader.IsAllowed(Context, management.CurrentValue)
            ? LoopbackReader.Caller.Succeed(Scheme.Name)
            : session;
    }
}
