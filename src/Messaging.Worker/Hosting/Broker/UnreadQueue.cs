namespace Messaging.Worker.Hosting.Broker;

/// <summary>A queue that nobody in this process reads.</summary>
/// <param name="Address">Its address; the last part is its name.</param>
/// <param name="Since">Since when.</param>
/// <param name="Reason">Why, as far as it is known.</param>
internal sealed record UnreadQueue(Uri Address, DateTimeOffset Since, string Reason);
