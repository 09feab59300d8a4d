using MassTransit;

namespace Messaging.Fulfillment.Results;

/// <summary>
/// The bus that carries the results: the one that the consumers were added to, where an application has several.
/// </summary>
internal sealed record FulfillmentBus(IBus Instance);
