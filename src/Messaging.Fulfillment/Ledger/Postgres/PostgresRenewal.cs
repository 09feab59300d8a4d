namespace Messaging.Fulfillment.Ledger.Postgres;

/// <summary>A renewal of the lease.</summary>
/// <param name="At">When it was begun.</param>
/// <param name="Until">When it ends, as the others see it in the database.</param>
/// <param name="Started">When it was begun, on the monotonic clock.</param>
internal sealed record PostgresRenewal(DateTimeOffset At, DateTimeOffset Until, long Started);
