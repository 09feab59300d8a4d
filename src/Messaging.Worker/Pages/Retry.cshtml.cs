using System.ComponentModel.DataAnnotations;
using Messaging.Fulfillment.Ledger;
using Messaging.Worker.Management;
using Messaging.Worker.Operations.Failures;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Messaging.Worker.Pages;

/// <summary>Has failures tried again: first shows which, then does it to exactly those.</summary>
[Authorize(Policy = ManagementApi.OperatorOnly)]
internal sealed class RetryModel(FailureDesk desk) : PageModel
{
    [BindProperty]
    public List<Guid> EventIds { get; set; } = [];

    [BindProperty]
    public string? Vendor { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>Empty for those without one.</summary>
    [BindProperty]
    [DisplayFormat(ConvertEmptyStringToNull = false)]
    public string? Code { get; set; }

    [BindProperty]
    public int? Limit { get; set; }

    [BindProperty]
    public bool LiftDeadline { get; set; }

    [BindProperty]
    public string? Why { get; set; }

    /// <summary>Whether it has been shown which.</summary>
    [BindProperty]
    public bool Confirmed { get; set; }

    public IReadOnlyList<OrderEntry> Orders { get; private set; } = [];

    /// <summary>How many were asked for and are not there.</summary>
    public int Missing { get; private set; }

    public IReadOnlyList<string> Errors { get; private set; } = [];

    public RetryAnswer? Done { get; private set; }

    public IActionResult OnGet() => Redirect(PagePaths.Failures);

    public async Task OnPostAsync(CancellationToken cancellationToken)
    {
        var request = new RetryRequest(
            EventIds.Count > 0 ? EventIds : null,
            Vendor,
            Reason,
            Code,
            Account: null,
            Limit,
            LiftDeadline,
            DryRun: !Confirmed,
            Why);
        Errors = [.. RetryRule.FindErrors(request).Values.SelectMany(errors => errors)];
        IReadOnlyList<Guid> meant = EventIds;
        if (Errors.Count == 0)
        {
            var answer = await desk.RetryAsync(request, User, cancellationToken);
            Done = Confirmed ? answer : null;
            meant = answer.EventIds;
        }

        if (meant.Count > RetryRule.MostAtOnce)
            return;
        Orders = await desk.ReadAsync(meant, cancellationToken);
        Missing = meant.Distinct().Count() - Orders.Count;
    }
}
