using System.Text;
using MassTransit;
using MassTransit.Transports;

namespace Messaging.Fulfillment.Results.RabbitMq;

/// <summary>
/// How the bus sends one kind of result: where to, and in which form. The bus itself is asked once, with a message that
/// goes nowhere.
/// </summary>
internal sealed class ResultTemplate
{
    private readonly string _exchange;
    private readonly ResultHeaders _headers;
    private readonly EnvelopeTemplate? _envelope;

    private ResultTemplate(string exchange, string address, ResultHeaders headers, EnvelopeTemplate? envelope) =>
        (_exchange, Address, _headers, _envelope) = (exchange, address, headers, envelope);

    /// <summary>The exchange.</summary>
    public string Exchange => _exchange;

    /// <summary>The exchange, as the bus calls it.</summary>
    public string Address { get; }

    /// <summary>Asks the bus.</summary>
    /// <param name="bus">A bus on RabbitMQ.</param>
    /// <param name="sample">Any message of the kind.</param>
    /// <param name="format">The body's form.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <typeparam name="TResult">The kind.</typeparam>
    public static async Task<ResultTemplate> CreateAsync<TResult>(
        IBus bus, TResult sample, ResultFormat format, CancellationToken cancellationToken)
        where TResult : class
    {
        var markers = ResultIds.CreateMarkers();
        var pipe = Pipe.Execute<SendContext<TResult>>(context =>
        {
            BusResultTransport.Address(context, markers.MessageId, markers.CorrelationId, format);
            context.ConversationId = markers.ConversationId;
        });
        var endpoint = (ITransportSendEndpoint)await bus.GetPublishSendEndpoint<TResult>();
        var sent = await endpoint.CreateSendContext(sample, pipe, cancellationToken);

        // A body without an envelope has what the envelope would say in its headers, set when it is written.
        var body = sent.Serializer.GetMessageBody(sent).GetBytes();
        return new(
            ResultExchanges.Get<TResult>((IRabbitMqBusTopology)bus.Topology).ExchangeName,
            sent.DestinationAddress!.ToString(),
            new(sent, markers),
            format == ResultFormat.Envelope ? new(body, markers) : null);
    }

    /// <summary>The message of a result.</summary>
    /// <param name="result">The result.</param>
    /// <param name="sentAt">Now.</param>
    /// <param name="activityId">The span under which it is sent; null where nobody listens.</param>
    public OutgoingResult Create(ResultEvent result, DateTimeOffset sentAt, string? activityId)
    {
        var ids = ResultIds.Create(result);
        var json = result.Stored.Json;
        return new(
            _exchange,
            _headers.Create(ids, activityId),
            _envelope?.Write(json, ids, sentAt, activityId) ?? Encoding.UTF8.GetBytes(json));
    }
}
