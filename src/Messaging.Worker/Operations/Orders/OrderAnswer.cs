namespace Messaging.Worker.Operations.Orders;

/// <summary>An order and its events, in the order in which they occurred.</summary>
internal sealed record OrderAnswer(string OrderNo, IReadOnlyList<OrderEventAnswer> Events);
