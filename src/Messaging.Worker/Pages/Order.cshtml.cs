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

    /// <summary>What happens next with an event, in a sentence.</summary>
    public string DescribeNext(OrderEventAnswer one) => one switch
    {
        { PublishedAt: not null } => text[OrderPageWords.NextNothing],
        { Result: not null } => text[OrderPageWords.NextPublish],
        { State: "claimed" } => text.Of(OrderPageWords.NextInWork, one.Owner),
        { DueAt: null } => text[OrderPageWords.NextEarlier],
        _ => text[OrderPageWords.Due],
    };

    /// <summary>Which event an event tries again; null where it does not.</summary>
    public static Guid? FindRetried(OrderEventAnswer one) =>
        one.Result is { } result && result.TryGetProperty("retryOf", out var of) && of.TryGetGuid(out var id)
            ? id
            : null;

    /// <summary>The event that tries another again; null where none has been answered yet.</summary>
    public Guid? FindRetry(OrderEventAnswer one) =>
        Answer!.Events.FirstOrDefault(other => FindRetried(other) == one.EventId)?.EventId;

    public static bool HasFailed(OrderEventAnswer one) => one.Result?.TryGetProperty("reason", out _) is true;

    /// <summary>What a worker has may be in a call.</summary>
    public static bool CanBeGivenUp(OrderEventAnswer one) => one is { Result: null, State: not "claimed" };

    public static string Write(JsonElement result) => JsonSerializer.Serialize(result, Indented);
}
