using System.ComponentModel.DataAnnotations;
using Messaging.Fulfillment.Repair;
using Messaging.Worker.Management;
using Messaging.Worker.Operations.Failures;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Messaging.Worker.Pages;

/// <summary>Has a group of failures tried again in stages: first shows what would be sent, then starts it.</summary>
[Authorize(Policy = ManagementApi.OperatorOnly)]
internal sealed class StagedRetryStartModel(StagedRetryDesk desk) : PageModel
{
    [BindProperty]
    public string? Vendor { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>Empty for those without one.</summary>
    [BindProperty]
    [DisplayFormat(ConvertEmptyStringToNull = false)]
    public string Code { get; set; } = "";

    /// <summary>Null for all.</summary>
    [BindProperty]
    public string? Account { get; set; }

    [BindProperty]
    public bool LiftDeadline { get; set; }

    [BindProperty]
    public string? Why { get; set; }

    /// <summary>Whether it has been shown what.</summary>
    [BindProperty]
    public bool Confirmed { get; set; }

    public IReadOnlyList<string> Errors { get; private set; } = [];

    /// <summary>What would be sent; null where that cannot be said.</summary>
    public StagedRetryPlan? Plan { get; private set; }

    public string Sizes =>
        string.Join(", ", Plan!.Stages) + (Plan.StageCount > Plan.Stages.Count ? ", …" : "");

    public IActionResult OnGet() => Redirect(PagePaths.Failures);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var request = new StagedRetryRequest(
            Vendor, Reason, Code, Account, LiftDeadline, DryRun: !Confirmed, Why);
        var errors = StagedRetryRule.FindErrors(request);
        Errors = [.. errors.Values.SelectMany(problems => problems)];
        if (errors.Count == 0 && Confirmed)
        {
            var (started, refusal) = await desk.StartAsync(request, User, cancellationToken);
            if (started is not null)
                return Redirect(PagePaths.StagedRetry(started.Number));
            Errors = [refusal!];
        }

        if (!errors.ContainsKey("vendor"))
            Plan = await desk.PlanAsync(request, cancellationToken);
        return Page();
    }
}
