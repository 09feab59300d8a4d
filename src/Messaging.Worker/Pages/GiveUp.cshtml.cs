using Messaging.Fulfillment.Ledger;
using Messaging.Worker.Management;
using Messaging.Worker.Operations.Orders;
using Messaging.Worker.Words;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Messaging.Worker.Pages;

/// <summary>Answers an order event that waits as failed: first says what that means, then does it.</summary>
[Authorize(Policy = ManagementApi.OperatorOnly)]
internal sealed class GiveUpModel(WaitingDesk desk) : PageModel
{
    [BindProperty]
    public Guid EventId { get; set; }

    /// <summary>The order's number: where one comes from, and goes back to.</summary>
    [BindProperty]
    public string? Number { get; set; }

    [BindProperty]
    public string? Why { get; set; }

    /// <summary>Whether it has been said what it means.</summary>
    [BindProperty]
    public bool Confirmed { get; set; }

    public IReadOnlyList<string> Errors { get; private set; } = [];

    /// <summary>What has come of it; null before.</summary>
    public Word? Outcome { get; private set; }

    public string Order => PagePaths.Order(Number ?? "");

    public IActionResult OnGet() => Redirect(PagePaths.Waiting);

    public async Task OnPostAsync(CancellationToken cancellationToken)
    {
        if (!Confirmed)
            return;
        if (AuditLog.IsReason(Why))
            Outcome = Describe(await desk.GiveUpAsync([EventId], Why, User, cancellationToken));
        else
            Errors = [AuditLog.ReasonRule];
    }

    private static Word Describe(AnsweredOrders answered)
    {
        if (answered.Answered.Count > 0)
            return WaitingWords.GivenUp;
        return answered.InWork.Count > 0 ? WaitingWords.InWork : WaitingWords.NotThere;
    }
}
