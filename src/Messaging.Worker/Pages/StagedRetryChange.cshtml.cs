using Messaging.Fulfillment.Repair;
using Messaging.Worker.Management;
using Messaging.Worker.Operations.Failures;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Messaging.Worker.Pages;

/// <summary>Has a staged retry wait, go on or end; comes back to it, or says why nothing was done.</summary>
[Authorize(Policy = ManagementApi.OperatorOnly)]
internal sealed class StagedRetryChangeModel(StagedRetryDesk desk) : PageModel
{
    [BindProperty]
    public long Number { get; set; }

    /// <summary>Not "action", by which name a page knows itself.</summary>
    [BindProperty]
    public StagedRetryAction Do { get; set; }

    [BindProperty]
    public string? Why { get; set; }

    public string Error { get; private set; } = AuditLog.ReasonRule;

    public IActionResult OnGet() => Redirect(PagePaths.StagedRetries);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        // A button that is not one of those shown must not pass for the first of them.
        if (!ModelState.IsValid || !Enum.IsDefined(Do))
            return BadRequest();
        if (!AuditLog.IsReason(Why))
            return Page();
        var (_, refusal) = await desk.ChangeAsync(Number, Do, Why, User, cancellationToken);
        if (refusal is null)
            return Redirect(PagePaths.StagedRetry(Number));
        Error = refusal;
        return Page();
    }
}
