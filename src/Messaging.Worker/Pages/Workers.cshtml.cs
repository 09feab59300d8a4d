using System.Globalization;
using Messaging.Worker.Operations.Workers;
using Messaging.Worker.Words;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Messaging.Worker.Pages;

/// <summary>Who works on the ledger.</summary>
internal sealed class WorkersModel(WorkerDesk desk, PageText text) : PageModel
{
    public WorkersAnswer Answer { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancellationToken) =>
        Answer = await desk.ListAsync(text.Language, cancellationToken);

    /// <summary>A worker's state, in a word.</summary>
    public static Word Describe(WorkerState state) => state switch
    {
        WorkerState.Working => WorkerWords.Working,
        WorkerState.Stopping => WorkerWords.Stopping,
        WorkerState.Late => WorkerWords.Late,
        WorkerState.Lost => WorkerWords.Lost,
        _ => WorkerWords.TakenOver,
    };

    /// <summary>How a state looks.</summary>
    public static string Style(WorkerState state) => state switch
    {
        WorkerState.Working => "good",
        WorkerState.Stopping or WorkerState.Late => "fair",
        WorkerState.Lost => "bad",
        _ => "none",
    };

    /// <summary>A count; a dash where a worker does not say.</summary>
    public static string Count(int? number) => number is { } known ? PageText.Number(known) : "–";

    /// <summary>How far a worker's clock is ahead.</summary>
    public string Clock(double? seconds) => seconds is { } known
        ? text.Of(PageWords.Seconds, known.ToString("0.0", CultureInfo.InvariantCulture))
        : "–";
}
