namespace Messaging.Fulfillment.Ledger;

/// <summary>On what terms a worker claims entries.</summary>
/// <param name="RecordsSendIntent">
/// True where <see cref="IClaims.RecordSendIntentAsync"/> is called before each call. False where a second request is
/// harmless: the entries count as perhaps done from the claim on, so that no further write is needed before the call.
/// </param>
/// <param name="OnHold">
/// Accounts whose orders this worker does not take now, because the vendor turns them away or because it has enough of
/// them already. Their names are compared exactly as entries carry them; empty where there are none. They bind this
/// worker only.
/// </param>
public sealed record ClaimTerms(bool RecordsSendIntent, IReadOnlyCollection<string> OnHold);
