using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Messaging.Fulfillment.Intake;

/// <summary>
/// What can still be read of a message that is not a valid order event: whatever stands before the place where its JSON
/// breaks. Pure.
/// </summary>
/// <param name="EventId">The order event's id.</param>
/// <param name="OrderNo">The order's number as far as it can be kept; empty where it cannot be read.</param>
/// <param name="OccurredAt">When it occurred; null where that cannot be read.</param>
internal sealed record UnreadableMessage(Guid EventId, string OrderNo, DateTimeOffset? OccurredAt)
{
    private const string MessageField = "message";
    private static readonly JsonReaderOptions Tolerant =
        new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Finds an event in a body, plain or in an envelope; null where no event id can be read.</summary>
    public static UnreadableMessage? TryRead(ReadOnlySpan<byte> body)
    {
        var fields = new Fields();
        fields.Read(body);
        return fields.EventId is { } id ? new(id, fields.OrderNo, fields.OccurredAt) : null;
    }

    /// <summary>Whether the body, as far as it can be read, is an object with an object called message.</summary>
    public static bool LooksLikeEnvelope(ReadOnlySpan<byte> body)
    {
        var fields = new Fields();
        fields.Read(body);
        return fields.IsEnvelope;
    }

    private struct Fields()
    {
        public Guid? EventId { get; private set; }

        public string OrderNo { get; private set; } = "";

        public DateTimeOffset? OccurredAt { get; private set; }

        public bool IsEnvelope { get; private set; }

        public void Read(ReadOnlySpan<byte> body)
        {
            if (body.StartsWith(Encoding.UTF8.Preamble))
                body = body[Encoding.UTF8.Preamble.Length..];
            var reader = new Utf8JsonReader(body, Tolerant);
            try
            {
                if (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                    ReadObject(ref reader, isRoot: true);
            }
            catch (JsonException)
            {
                // It breaks here.
            }
        }

        private void ReadObject(ref Utf8JsonReader reader, bool isRoot)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = ReadText(ref reader) ?? "";
                reader.Read();
                if (isRoot && Is(name, MessageField) && reader.TokenType == JsonTokenType.StartObject)
                {
                    this = new() { IsEnvelope = true };
                    ReadObject(ref reader, isRoot: false);
                }
                else if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                {
                    reader.Skip();
                }
                else if (!isRoot || !IsEnvelope)
                {
                    ReadField(ref reader, name);
                }
            }
        }

        private void ReadField(ref Utf8JsonReader reader, string name)
        {
            if (Is(name, "eventId"))
                EventId = Guid.TryParseExact(ReadText(ref reader), "D", out var id) && id != Guid.Empty ? id : null;
            else if (Is(name, "orderNo"))
                OrderNo = Keep(reader.TokenType == JsonTokenType.Number
                    ? Encoding.UTF8.GetString(reader.ValueSpan)
                    : ReadText(ref reader) ?? "");
            else if (Is(name, "occurredAt"))
                OccurredAt = DateTimeOffset.TryParse(
                    ReadText(ref reader), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
                    ? at
                    : null;
        }

        /// <summary>Null for what is no text, or none that can be kept: half of a surrogate pair.</summary>
        private static string? ReadText(ref Utf8JsonReader reader)
        {
            try
            {
                return reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName
                    ? reader.GetString()
                    : null;
            }
            catch (InvalidOperationException)
            {
                return null;
            }
        }

        private static string Keep(string number)
        {
            var kept = new string([.. number.Where(c => !char.IsControl(c)).Take(OrderIdentity.LongestText)]);
            return kept.Length > 0 && char.IsHighSurrogate(kept[^1]) ? kept[..^1] : kept;
        }

        private static bool Is(string name, string field) =>
            string.Equals(name, field, StringComparison.OrdinalIgnoreCase);
    }
}
