using System.Text.Json;
using Messaging.Worker.Hosting;
using Messaging.Worker.Operations.Orders;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Messaging.Worker.Pages;

/// <summary>Why has order X not shipped?</summary>
internal sealed class OrderModel(OrderDesk desk, PageText text) : PageModel
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = AnswerJson.Readable };

    [BindProperty(SupportsGet = true)]
    public string? Number { get; set; }

    /// <summary>Null where none was asked for.</summary>
    public OrderAnswer? Answer { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(Number))
            return;
        Answer = await desk.FindAsync(Number, text.Language, cancellationToken);
        if (Answer.Events.Count == 0)
            Response.StatusCode = StatusCodes.Status404NotFound;
    }

    /// <summary>A failure that was not tried again.</summary>
    public static bool CanBeRetried(OrderEventAnswer one) =>
        one.Result?.TryGetProperty("reason", out _) is true
            && !one.Timeline.Any(entry => entry.What.Equals("retried", StringComparison.Ordinal));

    /// <summary>What a worker has may be in a call.</summary>
    public static bool CanBeGivenUp(OrderEventAnswer one) => one is { Result: null, State: not "claimed" };

    public static string Write(JsonElement result) => JsonSerializer.Serialize(result, Indented);
}
