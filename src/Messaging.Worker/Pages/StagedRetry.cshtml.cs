using Messaging.Fulfillment.Repair;
using Messaging.Worker.Operations.Failures;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Messaging.Worker.Pages;

/// <summary>A staged retry: how far it is, and what can be done to it.</summary>
internal sealed class StagedRetryModel(StagedRetryDesk desk) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public long Number { get; set; }

    public StagedRetryAnswer? Retry { get; private set; }

    /// <summary>What can be done to it as it is.</summary>
    public IReadOnlyList<StagedRetryAction> Actions => Retry is { } retry
        ? [.. Enum.GetValues<StagedRetryAction>().Where(action => action.GetFrom().Contains(retry.Status))]
        : [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Retry = await desk.FindAsync(Number, cancellationToken);
        if (Retry is null)
            Response.StatusCode = StatusCodes.Status404NotFound;
    }
}
