namespace Messaging.Fulfillment.Ledger.Postgres;

/// <summary>A renewal of the lease.</summary>
/// <param name="At">When it was begun, on this machine's clock.</param>
/// <param name="Started">When it was begun, on the monotonic clock.</param>
internal sealed record PostgresRenewal(DateTimeOffset At, long Started);
