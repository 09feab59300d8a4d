using MassTransit;
using Messaging.Contracts;
using RabbitMQ.Client;

namespace Messaging.Fulfillment.Results.RabbitMq;

/// <summary>How the bus sends results, of either kind and in either form.</summary>
internal sealed class ResultTemplates
{
    private readonly IBus _bus;
    private readonly IReadOnlyDictionary<(bool Succeeded, ResultFormat Format), ResultTemplate> _templates;

    private ResultTemplates(
        IBus bus, IReadOnlyDictionary<(bool Succeeded, ResultFormat Format), ResultTemplate> templates) =>
        (_bus, _templates) = (bus, templates);

    /// <summary>Asks the bus.</summary>
    public static async Task<ResultTemplates> CreateAsync(IBus bus, CancellationToken cancellationToken)
    {
        var templates = new Dictionary<(bool, ResultFormat), ResultTemplate>();
        foreach (var format in Enum.GetValues<ResultFormat>())
        {
            templates[(true, format)] =
                await ResultTemplate.CreateAsync(bus, Succeeded, format, cancellationToken);
            templates[(false, format)] = await ResultTemplate.CreateAsync(bus, Failed, format, cancellationToken);
        }

        return new(bus, templates);
    }

    public ResultTemplate Find(ResultEvent result, ResultFormat format) =>
        _templates[(result.Stored.Succeeded, format)];

    /// <summary>Declares the exchanges as the bus would before it publishes.</summary>
    public async Task DeclareAsync(IChannel channel, CancellationToken cancellationToken)
    {
        foreach (var exchange in new[]
        {
            ResultTemplate.GetExchange<FulfillmentSucceeded>(_bus), ResultTemplate.GetExchange<FulfillmentFailed>(_bus),
        })
        {
            await channel.ExchangeDeclareAsync(
                exchange.ExchangeName,
                exchange.ExchangeType,
                exchange.Durable,
                exchange.AutoDelete,
                exchange.ExchangeArguments!,
                cancellationToken: cancellationToken);
        }
    }

    private static FulfillmentSucceeded Succeeded { get; } = new()
    {
        EventId = Guid.Empty,
        OrderEventId = Guid.Empty,
        OrderEventType = "",
        OrderNo = "",
        Vendor = "",
        Attempts = 0,
        SettledAt = default,
    };

    private static FulfillmentFailed Failed { get; } = new()
    {
        EventId = Guid.Empty,
        OrderEventId = Guid.Empty,
        OrderEventType = "",
        OrderNo = "",
        Vendor = "",
        Attempts = 0,
        SettledAt = default,
        Reason = FailureReason.InvalidEvent,
        Message = "",
        CanRetry = false,
    };
}
