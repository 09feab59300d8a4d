namespace Messaging.Fulfillment.Telemetry;

/// <summary>What the gauges show of a vendor's sums in the ledger.</summary>
internal sealed record LedgerGauges(
    string Vendor,
    long Received,
    long Succeeded,
    long Failed,
    long Waiting,
    long Unpublished,
    long Drift,
    TimeSpan OldestWaits);
