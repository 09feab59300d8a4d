using System.Globalization;
using MassTransit;
using Messaging.Fulfillment.Telemetry;
using RabbitMQ.Client;

namespace Messaging.Fulfillment.Results.RabbitMq;

/// <summary>
/// The properties and headers of one kind of result's messages, as the bus sets them.
/// </summary>
internal sealed class ResultHeaders
{
    private readonly string? _contentType;
    private readonly bool _isDurable;
    private readonly Dictionary<string, object?> _fixed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<ResultIds, Guid>> _ids = new(StringComparer.Ordinal);

    /// <param name="sent">How the bus sends such a message.</param>
    /// <param name="markers">The ids in it that differ from result to result.</param>
    public ResultHeaders(SendContext sent, ResultIds markers)
    {
        _contentType = sent.ContentType?.ToString();
        _isDurable = sent.Durable;
        foreach (var (name, value) in sent.Headers.GetAll())
        {
            var text = Convert.ToString(value, CultureInfo.InvariantCulture);
            if (!Guid.TryParse(text, out var id))
                _fixed[name] = text;
            else if (id == markers.MessageId)
                _ids[name] = ids => ids.MessageId;
            else if (id == markers.CorrelationId)
                _ids[name] = ids => ids.CorrelationId;
            else if (id == markers.ConversationId)
                _ids[name] = ids => ids.ConversationId;
            else
                _fixed[name] = text;
        }
    }

    public BasicProperties Create(ResultIds ids, string? activityId)
    {
        var headers = new Dictionary<string, object?>(_fixed, StringComparer.Ordinal);
        foreach (var (name, get) in _ids)
            headers[name] = get(ids).ToString();
        if (activityId is not null)
            headers[TraceParent.BusHeader] = activityId;
        return new()
        {
            ContentType = _contentType,
            Persistent = _isDurable,
            MessageId = ids.MessageId.ToString(),
            CorrelationId = ids.CorrelationId.ToString(),
            Headers = headers,
        };
    }
}
