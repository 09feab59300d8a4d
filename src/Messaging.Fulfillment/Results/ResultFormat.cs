namespace Messaging.Fulfillment.Results;

/// <summary>The body of a result message.</summary>
public enum ResultFormat
{
    /// <summary>MassTransit's envelope, content type <c>application/vnd.masstransit+json</c>.</summary>
    Envelope,

    /// <summary>The event itself as JSON, content type <c>application/json</c>.</summary>
    Json,
}
