using Messaging.Fulfillment.Ledger;
using Messaging.Worker.Management;
using Messaging.Worker.Words;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace Messaging.Worker.Pages;

/// <summary>Signs somebody in, and out.</summary>
internal sealed class SignInModel(
    IOptionsMonitor<ManagementOptions> management, SignInLimiter limiter, AuditLog audit) : PageModel
{
    /// <summary>Stands in the audit log for a name that is nobody's: it may be a password in the wrong field.</summary>
    private const string Stranger = "(unknown)";

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Secret { get; set; }

    [BindProperty(SupportsGet = true, Name = PagePaths.ReturnParameter)]
    public string? From { get; set; }

    /// <summary>Why it was not done; null where nothing was tried.</summary>
    public Word? Problem { get; private set; }

    public bool HasUsers => management.CurrentValue.Users.Count > 0;

    public async Task<IActionResult> OnPostAsync()
    {
        var (name, password) = (Name ?? "", Secret ?? "");
        if (name.Length > SignInLimiter.LongestName || password.Length > Password.Longest)
            return Refuse(SignInWords.Wrong, StatusCodes.Status400BadRequest);
        if (!limiter.TryTake(HttpContext.Connection.RemoteIpAddress, name))
            return Refuse(SignInWords.TooOften, StatusCodes.Status429TooManyRequests);
        var user = management.CurrentValue.Users.GetValueOrDefault(name);
        if (!Password.Verify(password, user))
        {
            Write(user is null ? Stranger : name, "sign-in.refused", "name or password is wrong");
            return Refuse(SignInWords.Wrong, StatusCodes.Status400BadRequest);
        }

        await HttpContext.SignInAsync(PageSession.SchemeName, PageSession.Start(name, user!));
        Write(name, "sign-in", "name and password are right");
        return Redirect(PagePaths.IsOwn(From) ? From! : PagePaths.Prefix);
    }

    public async Task<IActionResult> OnPostOutAsync()
    {
        await HttpContext.SignOutAsync(PageSession.SchemeName);
        return Redirect(PagePaths.SignIn);
    }

    private PageResult Refuse(Word problem, int status)
    {
        Problem = problem;
        Response.StatusCode = status;
        return Page();
    }

    /// <summary>
    /// In the log alone: people sign in while the ledger is away as well, and strangers may not fill it.
    /// </summary>
    private void Write(string name, string action, string why) =>
        audit.Write(new AuditNote(name, action, $"{HttpContext.Connection.RemoteIpAddress}", why), 1);
}
