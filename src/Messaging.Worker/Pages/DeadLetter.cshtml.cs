using Messaging.Worker.Management;
using Messaging.Worker.Operations.DeadLetters;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Messaging.Worker.Pages;

/// <summary>One message that was put aside; its body only where somebody asks for it who may see it.</summary>
internal sealed class DeadLetterModel(DeadLetterDesk desk, DeadLetterActions actions) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Queue { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    public DeadLetter? Letter { get; private set; }

    public bool MaySeeBody => User.IsInRole(nameof(ManagementRole.PersonalData));

    /// <summary>Without the body: that it was seen would be on record each time the page is loaded.</summary>
    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) =>
        ShowAsync(async queue =>
            await desk.FindAsync(queue, Id, cancellationToken) is { } found ? found with { Body = null } : null);

    /// <summary>With it, on record.</summary>
    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) =>
        ShowAsync(queue => actions.ReadAsync(queue, Id, User, cancellationToken));

    private async Task<IActionResult> ShowAsync(Func<DeadLetterQueue, Task<DeadLetter?>> read)
    {
        if (!desk.HasBroker || desk.Find(Queue) is not { } known)
            return NotFound();
        Letter = await read(known);
        if (Letter is null)
            Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }
}
