namespace Messaging.Fulfillment.Vendors;

/// <summary>The unit of the <c>timestamp</c> parameter; a vendor's pages do not always agree.</summary>
public enum TimestampUnit
{
    /// <summary>Unix time in seconds. Example: <c>1657525936</c>.</summary>
    Seconds,

    /// <summary>Unix time in milliseconds. Example: <c>1657525936000</c>.</summary>
    Milliseconds,
}
