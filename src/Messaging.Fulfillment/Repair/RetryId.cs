using Messaging.Fulfillment.Ledger;

namespace Messaging.Fulfillment.Repair;

/// <summary>
/// The id of the order event that tries another again. Derived, so that a request that is made twice, or by two people,
/// has the order sent once.
/// </summary>
internal static class RetryId
{
    /// <summary>The name space of retries, never to be changed.</summary>
    private static readonly Guid Namespace = new("b4c1d8a7-53f0-4f0e-9a36-1d2c7e5b9f48");

    public static Guid Of(Guid failedEventId) => DerivedId.Create(Namespace, failedEventId);
}
