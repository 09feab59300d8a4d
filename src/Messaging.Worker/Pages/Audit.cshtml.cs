using Messaging.Worker.Management;
using Messaging.Worker.Operations;
using Messaging.Worker.Operations.Audit;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Messaging.Worker.Pages;

/// <summary>What operators did, the latest first.</summary>
[Authorize(Policy = ManagementApi.OperatorOnly)]
internal sealed class AuditModel(AuditDesk desk) : PageModel
{
    private const int PageSize = 100;

    [BindProperty(SupportsGet = true)]
    public string? Who { get; set; }

    /// <summary>As <c>accounts.hold</c>. Not "action", by which name a page knows itself.</summary>
    [BindProperty(SupportsGet = true)]
    public string? What { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public bool HasBadCursor { get; private set; }

    public AuditList List { get; private set; } = new([], Next: null);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        HasBadCursor = !PageCursor.TryRead<long>(After, out var last);
        List = await desk.ListAsync(new(Who, What, From: null, Before: null), last, PageSize, cancellationToken);
    }

    /// <summary>The same list, after its last one.</summary>
    public string NextAddress() => PagePaths.Audit + QueryString.Create(
        [new("who", Who), new("what", What), new KeyValuePair<string, string?>("after", List.Next)]);
}
