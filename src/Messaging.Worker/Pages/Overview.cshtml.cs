using Messaging.Fulfillment.Ledger;
using Messaging.Worker.Operations.Failures;
using Messaging.Worker.Operations.Overview;
using Messaging.Worker.Words;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Messaging.Worker.Pages;

/// <summary>How it is going: health, vendors, accounts, and what fails most.</summary>
internal sealed class OverviewModel(OverviewDesk overview, FailureDesk failures) : PageModel
{
    private const int MostGroups = 5;

    public OverviewAnswer Answer { get; private set; } = null!;

    /// <summary>What fails most and nobody has retried; null where the ledger cannot be asked.</summary>
    public IReadOnlyList<FailureGroup>? Worst { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Answer = await overview.ReadAsync(cancellationToken);
        if (Answer.Missing is null)
            Worst = [.. (await failures.GroupAsync(FailureQuery.Unretried, cancellationToken)).Groups.Take(MostGroups)];
    }

    /// <summary>An account's state, or that of the worker, in a word.</summary>
    public static Word Describe(string? state) => state switch
    {
        "Healthy" => OverviewWords.Healthy,
        "Degraded" => OverviewWords.Degraded,
        "Unhealthy" => OverviewWords.Unhealthy,
        "Active" => OverviewWords.Active,
        "Probing" => OverviewWords.Probing,
        "Held" => HoldWords.Held,
        null => OverviewWords.Unused,
        _ => OverviewWords.Suspended,
    };

    /// <summary>How a state looks.</summary>
    public static string Style(string? state) => state switch
    {
        "Healthy" or "Active" => "good",
        "Degraded" or "Probing" or "Held" => "fair",
        null => "none",
        _ => "bad",
    };
}
