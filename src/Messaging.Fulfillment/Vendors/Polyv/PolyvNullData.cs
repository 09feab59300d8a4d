namespace Messaging.Fulfillment.Vendors.Polyv;

/// <summary>What success without <c>data</c> says of the orders of the call.</summary>
public enum PolyvNullData
{
    /// <summary>Every order of the call was done.</summary>
    Succeeded,

    /// <summary>Nothing: each order may have been done.</summary>
    Unknown,
}
