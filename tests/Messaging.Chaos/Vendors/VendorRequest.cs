namespace Messaging.Chaos.Vendors;

/// <summary>A vendor was asked for something.</summary>
/// <param name="What">The order's number; at EM, where an order is modified several times, with the remark.</param>
/// <param name="At">When the request came.</param>
/// <param name="Until">When its answer set out, or when the vendor cut it off.</param>
public sealed record VendorRequest(string What, DateTimeOffset At, DateTimeOffset Until);
