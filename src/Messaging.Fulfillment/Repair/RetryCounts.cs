namespace Messaging.Fulfillment.Repair;

/// <summary>What became of failures that were to be tried again.</summary>
/// <param name="Started">Taken on: each is a new order event.</param>
/// <param name="AlreadyRetried">Left alone, for they had been retried before.</param>
/// <param name="NotThere">No failures, or ones whose content has been purged.</param>
public sealed record RetryCounts(int Started, int AlreadyRetried, int NotThere);
