using Messaging.Fulfillment.Ledger;

namespace Messaging.Fulfillment.Results;

/// <summary>The identity of a result: a UUID of version 5 (RFC 9562) made from the order event's id.</summary>
internal static class ResultId
{
    /// <summary>The name space of results; part of the contract, never to be changed.</summary>
    private static readonly Guid Namespace = new("6e1a3f0b-2f6c-4e43-9a53-7f3f0b7d9c21");

    /// <summary>The result id of the order event <paramref name="orderEventId"/>.</summary>
    public static Guid FromOrderEvent(Guid orderEventId) => DerivedId.Create(Namespace, orderEventId);
}
