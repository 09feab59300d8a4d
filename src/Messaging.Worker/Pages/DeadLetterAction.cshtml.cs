using Messaging.Worker.Management;
using Messaging.Worker.Operations.DeadLetters;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Messaging.Worker.Pages;

/// <summary>Sends dead letters again or drops them: first says which, then does it.</summary>
[Authorize(Policy = ManagementApi.OperatorOnly)]
internal sealed class DeadLetterActionModel(DeadLetterDesk desk, DeadLetterActions actions) : PageModel
{
    /// <summary>What can be done.</summary>
    internal enum Action
    {
        SendAgain,
        Drop,
    }

    [BindProperty]
    public string Queue { get; set; } = "";

    [BindProperty]
    public List<string> Ids { get; set; } = [];

    [BindProperty]
    public bool All { get; set; }

    [BindProperty]
    public Action Act { get; set; }

    [BindProperty]
    public string? Why { get; set; }

    /// <summary>Whether it has been said which.</summary>
    [BindProperty]
    public bool Confirmed { get; set; }

    public IReadOnlyList<string> Errors { get; private set; } = [];

    public DeadLetterOutcome? Done { get; private set; }

    public bool IsDrop => Act is Action.Drop;

    public IActionResult OnGet() => Redirect(PagePaths.DeadLetters);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!desk.HasBroker || desk.Find(Queue) is not { } known || !Enum.IsDefined(Act))
            return NotFound();
        if (!Confirmed)
            return Page();
        var request = new DeadLetterRequest(All ? null : Ids, All, Why);
        Errors = [.. DeadLetterRule.FindErrors(request).Values.SelectMany(errors => errors)];
        if (Errors.Count == 0)
        {
            Done = IsDrop
                ? await actions.DropAsync(known, request, User, cancellationToken)
                : await actions.SendAgainAsync(known, request, User, cancellationToken);
        }

        return Page();
    }
}
