namespace Messaging.Fulfillment.Results;

/// <summary>Results that cannot be published.</summary>
/// <param name="Since">Since when.</param>
/// <param name="Count">How many wait to be tried again.</param>
/// <param name="Reason">What was said of them last.</param>
internal sealed record ResultOutage(DateTimeOffset Since, int Count, string Reason);
