using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Messaging.Fulfillment.Telemetry;

namespace Messaging.Fulfillment.Results.RabbitMq;

/// <summary>
/// The envelope of one kind of result, as the bus writes it, with room for what differs from result to result. Whatever
/// else the bus puts in is copied, so that the two ways stay equal.
/// </summary>
internal sealed class EnvelopeTemplate
{
    private static readonly JsonSerializerOptions Compact =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What stands between the gaps, and the gap that follows.</summary>
    private readonly List<(byte[] Fixed, Gap Gap)> _parts = [];
    private readonly StringBuilder _written = new("{");

    /// <param name="envelope">An envelope as the bus has written it.</param>
    /// <param name="ids">The ids in it that differ from result to result.</param>
    public EnvelopeTemplate(ReadOnlyMemory<byte> envelope, ResultIds ids)
    {
        using var json = JsonDocument.Parse(envelope);
        var isFirst = true;
        foreach (var property in json.RootElement.EnumerateObject())
        {
            if (!isFirst)
                _written.Append(',');
            isFirst = false;
            _written.Append(JsonSerializer.Serialize(property.Name, Compact)).Append(':');
            switch (property)
            {
                case { Name: "message" }:
                    End(Gap.Message);
                    break;
                case { Name: "sentTime" }:
                    AddQuoted(Gap.SentTime);
                    break;
                case { Name: "headers" }:
                    _written.Append('{');
                    _written.AppendJoin(',', property.Value.EnumerateObject().Select(Write));
                    End(property.Value.EnumerateObject().Any() ? Gap.FurtherHeaders : Gap.Headers);
                    _written.Append('}');
                    break;
                default:
                    Add(property.Value, ids);
                    break;
            }
        }

        _written.Append('}');
        End(Gap.None);
    }

    private enum Gap
    {
        None,
        MessageId,
        CorrelationId,
        ConversationId,
        SentTime,
        Message,
        Headers,
        FurtherHeaders,
    }

    /// <summary>Writes an envelope.</summary>
    /// <param name="message">The result as the ledger keeps it: JSON.</param>
    /// <param name="ids">The result's ids.</param>
    /// <param name="sentAt">Now.</param>
    /// <param name="activityId">The span under which it is sent; null where nobody listens.</param>
    public byte[] Write(string message, ResultIds ids, DateTimeOffset sentAt, string? activityId)
    {
        var envelope = new ArrayBufferWriter<byte>(1024 + message.Length);
        foreach (var (text, gap) in _parts)
        {
            envelope.Write(text);
            switch (gap)
            {
                case Gap.MessageId:
                    Write(envelope, ids.MessageId, default);
                    break;
                case Gap.CorrelationId:
                    Write(envelope, ids.CorrelationId, default);
                    break;
                case Gap.ConversationId:
                    Write(envelope, ids.ConversationId, default);
                    break;
                case Gap.SentTime:
                    Write(envelope, sentAt.UtcDateTime, "O");
                    break;
                case Gap.Message:
                    Encoding.UTF8.GetBytes(message, envelope);
                    break;
                case Gap.Headers or Gap.FurtherHeaders when activityId is not null:
                    // A trace's and a span's number: nothing to escape.
                    var separator = gap == Gap.FurtherHeaders ? "," : "";
                    Encoding.UTF8.GetBytes($"{separator}\"{TraceParent.BusHeader}\":\"{activityId}\"", envelope);
                    break;
            }
        }

        return envelope.WrittenSpan.ToArray();
    }

    private static void Write(ArrayBufferWriter<byte> envelope, IUtf8SpanFormattable value, string? format)
    {
        value.TryFormat(envelope.GetSpan(64), out var length, format, CultureInfo.InvariantCulture);
        envelope.Advance(length);
    }

    private static string Write(JsonProperty property) =>
        $"{JsonSerializer.Serialize(property.Name, Compact)}:{JsonSerializer.Serialize(property.Value, Compact)}";

    private void Add(JsonElement value, ResultIds ids)
    {
        var id = value.ValueKind == JsonValueKind.String && value.TryGetGuid(out var guid) ? guid : Guid.Empty;
        if (id != Guid.Empty && id == ids.MessageId)
            AddQuoted(Gap.MessageId);
        else if (id != Guid.Empty && id == ids.CorrelationId)
            AddQuoted(Gap.CorrelationId);
        else if (id != Guid.Empty && id == ids.ConversationId)
            AddQuoted(Gap.ConversationId);
        else
            _written.Append(JsonSerializer.Serialize(value, Compact));
    }

    private void AddQuoted(Gap gap)
    {
        _written.Append('"');
        End(gap);
        _written.Append('"');
    }

    private void End(Gap gap)
    {
        _parts.Add((Encoding.UTF8.GetBytes(_written.ToString()), gap));
        _written.Clear();
    }
}
