using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Vendors;
using Messaging.Worker.Management;
using Messaging.Worker.Operations.Holds;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Messaging.Worker.Pages;

/// <summary>Holds a vendor or one of its accounts, or releases it.</summary>
[Authorize(Policy = ManagementApi.OperatorOnly)]
internal sealed class HoldModel(HoldDesk desk, IEnumerable<RegisteredVendor> vendors) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Vendor { get; set; }

    /// <summary>Null or empty for all of the vendor's.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Account { get; set; }

    [BindProperty]
    public bool Release { get; set; }

    [BindProperty]
    public string? Why { get; set; }

    public HoldTarget Target { get; private set; } = new("", Account: null, Unknown: null);

    public IReadOnlyList<string> Errors { get; private set; } = [];

    /// <summary>What keeps it from being called: its own hold, its vendor's, or both.</summary>
    public IEnumerable<Hold> Holds => desk.Current.Where(hold =>
        hold.Vendor.Equals(Target.Vendor, StringComparison.OrdinalIgnoreCase)
        && (hold.Account is null || IsOfTarget(hold)));

    /// <summary>By itself: then it can be released.</summary>
    public bool IsHeld => Holds.Any(IsOfTarget);

    public IActionResult OnGet()
    {
        Find();
        return Target.Unknown is null ? Page() : Redirect(PagePaths.Prefix);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Find();
        if (!AuditLog.IsReason(Why))
        {
            Errors = [AuditLog.ReasonRule];
            return Page();
        }

        if (Release)
            await desk.ReleaseAsync(Target, Why, User, cancellationToken);
        else if (Target.Unknown is null)
            await desk.HoldAsync(Target, Why, User, cancellationToken);
        return Redirect(PagePaths.HoldOf(Target.Vendor, Target.Account));
    }

    private void Find() => Target = HoldTarget.Find(
        vendors, Vendor ?? "", string.IsNullOrEmpty(Account) ? null : Account);

    private bool IsOfTarget(Hold hold) =>
        string.Equals(hold.Account, Target.Account, StringComparison.OrdinalIgnoreCase);
}
