using Messaging.Contracts;

namespace Messaging.Demo;

/// <summary>An order event to send, and whose it is.</summary>
internal sealed record DemoEvent(string Vendor, IOrderEvent Event);
