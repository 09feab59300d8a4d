namespace Messaging.Benchmarks.Environments;

/// <summary>
/// What a ledger holds when a measurement begins: orders of many accounts over eighty days, told apart by number from
/// those of the measurement. One of a hundred failed; what is older than a week has lost its content, as the default
/// settings have it.
/// </summary>
/// <param name="Settled">Order events with published results.</param>
/// <param name="Waiting">Order events that were tried once and wait, half of them due.</param>
internal sealed record LedgerPast(long Settled, long Waiting)
{
    public const int Accounts = 2_000;

    private static readonly TimeSpan Length = TimeSpan.FromDays(80);
    private static readonly TimeSpan KeepPayloads = TimeSpan.FromDays(7);

    /// <summary>When it was looked back from.</summary>
    public DateTimeOffset Now { get; } = TimeProvider.System.GetUtcNow();

    /// <summary>When the first order was settled.</summary>
    public DateTimeOffset Began => Now - Length;

    /// <summary>The time between two orders.</summary>
    public TimeSpan Step => Length / Math.Max(1, Settled);

    /// <summary>The number of the last order without content.</summary>
    public long LastPurged => (long)((Length - KeepPayloads) / Step);

    /// <summary>When the first of those that wait was received.</summary>
    public DateTimeOffset WaitingSince => Now - TimeSpan.FromHours(1);

    /// <summary>
    /// The times before which content and entries go, so that each takes so many of the orders.
    /// </summary>
    public (DateTimeOffset Payloads, DateTimeOffset Entries) PurgeAfter(long orders) =>
        (Now - KeepPayloads + (Step * orders), Began + (Step * orders));
}
