namespace Messaging.Fulfillment.Ledger;

/// <summary>The terms on which a worker claims entries.</summary>
/// <param name="RecordsSendIntent">
/// True where <see cref="IClaims.RecordSendIntentAsync"/> is called before each call. False where a second request is
/// harmless: the entries count as in doubt from the claim on, so that no further write is needed before the call.
/// </param>
/// <param name="OnHold">
/// Accounts whose orders this worker does not take now, because they are suspended, because an operator holds them, or
/// because it has enough of their orders already. Their names are compared exactly as entries carry them; empty where
/// there are none. They bind this worker only.
/// </param>
public sealed record ClaimTerms(bool RecordsSendIntent, IReadOnlyCollection<string> OnHold)
{
    /// <summary>None of these is taken now: whichever worker of their vendor has the time takes them later.</summary>
    internal static ClaimTerms ForLater(IEnumerable<OrderEntry> orders) => new(
        RecordsSendIntent: true, [.. orders.Select(order => order.Account).Distinct(StringComparer.Ordinal)]);
}
