using Messaging.Fulfillment.Vendors;
using Messaging.Worker.Operations;
using Messaging.Worker.Operations.Orders;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Messaging.Worker.Pages;

/// <summary>Order events that wait in the ledger.</summary>
internal sealed class WaitingModel(WaitingDesk desk, IEnumerable<RegisteredVendor> vendors) : PageModel
{
    private const int PageSize = 100;

    [BindProperty(SupportsGet = true)]
    public string? Vendor { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Account { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public bool HasBadCursor { get; private set; }

    public IReadOnlyList<string> Vendors { get; } = [.. vendors.Select(vendor => vendor.Name)];

    public WaitingList List { get; private set; } = new([], Next: null, Groups: null);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        HasBadCursor = !PageCursor.TryRead<Guid>(After, out var last);
        var query = new WaitingQuery(
            State: null, Vendor, Account, Reason: null, Code: null, InDoubt: null, OlderThan: null);
        List = await desk.ListAsync(query, last, PageSize, counts: false, cancellationToken);
    }

    /// <summary>The same list, after its last one.</summary>
    public string NextAddress() => PagePaths.Waiting + QueryString.Create(
        [new("vendor", Vendor), new("account", Account), new KeyValuePair<string, string?>("after", List.Next)]);
}
