using System.Text.Json;
using Messaging.Fulfillment.Ledger;

namespace Messaging.Worker.Operations.Orders;

/// <summary>One event of an order: what the ledger knows of it, its result, and what befell it.</summary>
/// <param name="Why">Its state in a sentence.</param>
/// <param name="Timeline">What befell it, in the order of time.</param>
/// <param name="Next">What happens next, in a sentence.</param>
/// <param name="NextAt">When that is; left out where no time is set.</param>
internal sealed record OrderEventAnswer(
    string Why,
    IReadOnlyList<OrderTimelineEntry> Timeline,
    string Next,
    DateTimeOffset? NextAt,
    Guid EventId,
    string EventType,
    string Vendor,
    string Account,
    string State,
    int Attempts,
    bool MayBeDone,
    DateTimeOffset OccurredAt,
    DateTimeOffset ReceivedAt,
    DateTimeOffset? DueAt,
    string? Owner,
    string? Code,
    string? Message,
    DateTimeOffset? SettledAt,
    DateTimeOffset? PublishedAt,
    JsonElement? Result)
{
    public static OrderEventAnswer From(
        OrderStatus status,
        string why,
        IReadOnlyList<OrderTimelineEntry> timeline,
        (string Next, DateTimeOffset? At) next) => new(
        why,
        timeline,
        next.Next,
        next.At,
        status.EventId,
        status.EventType,
        status.Vendor,
        status.Account,
        status.State,
        status.Attempts,
        status.InDoubt,
        status.OccurredAt,
        status.ReceivedAt,
        status.DueAt,
        status.Owner,
        status.Code,
        status.Message,
        status.SettledAt,
        status.PublishedAt,
        status.ResultJson is { } json ? JsonElement.Parse(json) : null);
}
