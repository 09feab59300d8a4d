using Messaging.Worker.Operations.Failures;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Messaging.Worker.Pages;

/// <summary>Groups of failures that are, or were, tried again in stages.</summary>
internal sealed class StagedRetriesModel(StagedRetryDesk desk) : PageModel
{
    private const int PageSize = 20;

    /// <summary>The number of the last one of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    public StagedRetryList List { get; private set; } = new([], Next: null);

    public async Task OnGetAsync(CancellationToken cancellationToken) =>
        List = await desk.ListAsync([], Before, PageSize, cancellationToken);
}
