namespace Messaging.Fulfillment.Telemetry;

/// <summary>What the gauges show of a vendor.</summary>
internal interface IVendorGauges
{
    string Vendor { get; }

    IEnumerable<AccountGauges> Accounts { get; }

    /// <summary>How many orders this worker has claimed and not finished.</summary>
    int OrdersInFlight { get; }

    /// <summary>How long the vendor's intake has been paused in all.</summary>
    TimeSpan TimeIntakePaused { get; }
}
