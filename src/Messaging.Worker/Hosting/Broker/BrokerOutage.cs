namespace Messaging.Worker.Hosting.Broker;

/// <summary>No broker lets the service in.</summary>
/// <param name="Since">Since when.</param>
/// <param name="Reason">What each of them said last, without the password.</param>
internal sealed record BrokerOutage(DateTimeOffset Since, string Reason);
