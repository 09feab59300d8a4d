using MassTransit;
using Messaging.Contracts;

namespace Messaging.Fulfillment.Results.RabbitMq;

/// <summary>How the bus sends results, of either kind and in either form.</summary>
internal sealed class ResultTemplates
{
    private readonly IReadOnlyDictionary<(bool Succeeded, ResultFormat Format), ResultTemplate> _templates;

    private ResultTemplates(IReadOnlyDictionary<(bool Succeeded, ResultFormat Format), ResultTemplate> templates) =>
        _templates = templates;

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

        return new(templates);
    }

    public ResultTemplate Find(ResultEvent result, ResultFormat format) =>
        _templates[(result.Stored.Succeeded, format)];

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
