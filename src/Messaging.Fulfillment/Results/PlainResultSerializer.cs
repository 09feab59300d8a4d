using System.Net.Mime;
using System.Text.Json;
using MassTransit;
using MassTransit.Serialization;

namespace Messaging.Fulfillment.Results;

/// <summary>
/// Writes a result as its own JSON, on one line. The bus's raw serializer indents, and follows whatever settings a host
/// gives its bus; these are the contract's.
/// </summary>
internal sealed class PlainResultSerializer : RawMessageSerializer, IMessageSerializer
{
    private static readonly JsonSerializerOptions Options =
        new(SystemTextJsonMessageSerializer.Options) { WriteIndented = false };

    public ContentType ContentType => SystemTextJsonRawMessageSerializer.JsonContentType;

    public MessageBody GetMessageBody<T>(SendContext<T> context)
        where T : class
    {
        SetRawMessageHeaders(context);
        return new SystemTextJsonRawMessageBody<T>(context, Options);
    }
}
