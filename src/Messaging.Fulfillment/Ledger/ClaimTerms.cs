namespace Messaging.Fulfillment.Ledger;

/// <summary>The terms on which a worker claims entries.</summary>
/// <param name="RecordsSendIntent">
/// True where <see cref="IClaims.RecordSendIntentAsync"/> is called before each call. False where a second request is
/// harmless: the entries count as in doubt from the claim on, so that no further write is needed before the call.
/// </param>
/// <param name="OnHold">
/// Accounts whose orders this worker does not take now, because they are suspended or because it has enough of their
/// orders already. Their names are compared exactly as entries carry them; empty where there are none. They bind this
/// worker only.
/// </param>
public sealed record ClaimTerms(bool RecordsSendIntent, IReadOnlyCollection<string> OnHold);
