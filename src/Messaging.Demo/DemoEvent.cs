using Messaging.Contracts;

namespace Messaging.Demo;

/// <summary>An order event to send, and the vendor it is for.</summary>
internal sealed record DemoEvent(string Vendor, IOrderEvent Event);
