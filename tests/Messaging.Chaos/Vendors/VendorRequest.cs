namespace Messaging.Chaos.Vendors;

/// <summary>One order in one request to a vendor.</summary>
/// <param name="What">The order's number; at EM, where an order is modified several times, with the remark.</param>
/// <param name="At">When the request came.</param>
/// <param name="Until">When the vendor began to answer, or cut the connection.</param>
public sealed record VendorRequest(string What, DateTimeOffset At, DateTimeOffset Until);
