using Messaging.Worker.Operations.DeadLetters;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Messaging.Worker.Pages;

/// <summary>
/// What was put aside, by queue and in one of them. Not told of changes: to look at a message is a delivery, and after
/// too many the broker drops it.
/// </summary>
internal sealed class DeadLettersModel(DeadLetterDesk desk) : PageModel
{
    private const uint MostListed = 100;

    [BindProperty(SupportsGet = true)]
    public string? Queue { get; set; }

    public bool HasBroker => desk.HasBroker;

    public DeadLetterCounts Counts { get; private set; } = new([]);

    /// <summary>Null where no queue was asked for.</summary>
    public DeadLetterList? List { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!HasBroker)
            return Page();
        if (Queue is not null)
        {
            if (desk.Find(Queue) is not { } known)
                return NotFound();
            List = await desk.ListAsync(known, MostListed, cancellationToken);
        }

        Counts = await desk.CountAsync(cancellationToken);
        return Page();
    }
}
