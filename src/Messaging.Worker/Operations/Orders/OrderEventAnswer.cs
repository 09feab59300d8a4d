using System.Text.Json;
using Messaging.Fulfillment.Ledger;

namespace Messaging.Worker.Operations.Orders;

/// <summary>One event of an order: what the ledger knows of it, its result, and its state in a sentence.</summary>
internal sealed record OrderEventAnswer(
    string Why,
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
    public static OrderEventAnswer From(OrderStatus status, string why) => new(
        why,
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
