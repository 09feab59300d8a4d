namespace Messaging.Fulfillment.Vendors.Polyv;

/// <summary>How to go on with an order of which an earlier attempt may have been carried out.</summary>
public enum PolyvResolution
{
    /// <summary>Send it again.</summary>
    SendAgain,

    /// <summary>Read its status first (<c>product/order/get</c>) and send it only where it is not set yet.</summary>
    Query,
}
