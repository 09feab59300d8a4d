using System.Text.Json;

namespace Messaging.Fulfillment.Intake;

/// <summary>What can still be read of a message that is not a valid order event. Pure.</summary>
internal sealed record UnreadableMessage(Guid EventId, string OrderNo, DateTimeOffset? OccurredAt)
{
    private const int LongestBody = 1024 * 1024;

    /// <summary>
    /// Finds event id and order number in a body, plain or in an envelope; null where either is missing or could not be
    /// kept.
    /// </summary>
    public static UnreadableMessage? TryRead(ReadOnlyMemory<byte> body)
    {
        if (body.Length is 0 or > LongestBody)
            return null;

        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            return root.ValueKind == JsonValueKind.Object ? Find(Property(root, "message") ?? root) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static UnreadableMessage? Find(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object
            || Property(message, "eventId") is not { ValueKind: JsonValueKind.String } eventId
            || !eventId.TryGetGuid(out var id)
            || id == Guid.Empty
            || Property(message, "orderNo") is not { } orderNo)
        {
            return null;
        }

        var number = orderNo.ValueKind switch
        {
            JsonValueKind.String => orderNo.GetString()!,
            JsonValueKind.Number => orderNo.GetRawText(),
            _ => "",
        };
        var occurredAt = Property(message, "occurredAt") is { ValueKind: JsonValueKind.String } time
            && time.TryGetDateTimeOffset(out var at)
            ? at
            : (DateTimeOffset?)null;

        // The answer quotes the number as far as it can be kept.
        var kept = new string([.. number.Where(c => !char.IsControl(c)).Take(OrderIdentity.LongestText)]);
        if (kept.Length > 0 && char.IsHighSurrogate(kept[^1]))
            kept = kept[..^1];
        return kept.Length == 0 ? null : new(id, kept, occurredAt);
    }

    private static JsonElement? Property(JsonElement element, string name)
    {
        foreach (var property in element.EnumerateObject())
        {
            if (string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase))
                return property.Value;
        }

        return null;
    }
}
