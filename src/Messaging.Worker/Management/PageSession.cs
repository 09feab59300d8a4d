using System.Net.Mime;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace Messaging.Worker.Management;

/// <summary>
/// Who has signed in at the page. The cookie holds a name and no role: what that person may do is read anew for each
/// request, and a changed password, or a person taken out of the settings, ends all sessions at once.
/// </summary>
internal sealed class PageSession(IOptionsMonitor<ManagementOptions> management) : CookieAuthenticationEvents
{
    public const string SchemeName = "Page";

    private const string Stamp = "stamp";

    /// <summary>A page that asks for itself again: now from here, and so with its cookie.</summary>
    private const string AgainFromHere =
        """<!doctype html><html lang="en"><title>…</title><meta http-equiv="refresh" content="0"></html>""";

    /// <summary>What is kept in the cookie.</summary>
    public static ClaimsPrincipal Start(string name, UserOptions user) =>
        new Caller(name, []).ToPrincipal(SchemeName, new Claim(Stamp, GetStamp(user)));

    public override Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Principal is { Identity.Name: { } name } kept
            && management.CurrentValue.Users.TryGetValue(name, out var user)
            && kept.HasClaim(Stamp, GetStamp(user)))
        {
            context.ReplacePrincipal(new Caller(name, user.Roles).ToPrincipal(SchemeName));
        }
        else
        {
            context.RejectPrincipal();
        }

        return Task.CompletedTask;
    }

    /// <summary>
    /// Who follows a link from elsewhere, a chat perhaps, comes without his cookie, which is strict, and need not sign
    /// in again for that.
    /// </summary>
    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var (request, response) = (context.Request, context.Response);
        if (!HttpMethods.IsGet(request.Method) || request.Headers["Sec-Fetch-Site"] != "cross-site")
            return base.RedirectToLogin(context);
        response.ContentType = $"{MediaTypeNames.Text.Html}; charset=utf-8";
        return response.WriteAsync(AgainFromHere);
    }

    private static string GetStamp(UserOptions user) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(user.PasswordHash)));
}
