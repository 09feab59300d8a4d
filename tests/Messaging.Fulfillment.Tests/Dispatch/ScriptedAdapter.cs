using System.Collections.Concurrent;
using Messaging.Contracts;
using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Tests.Dispatch;

/// <summary>A vendor whose answers the test chooses, and that records its calls.</summary>
internal sealed class ScriptedAdapter : IVendorAdapter<OrderMarkedDelivering>
{
    public string Vendor => "polyv";

    public RepeatBehaviour Repeats { get; init; } = RepeatBehaviour.SetsValue;

    public IReadOnlyList<string> Violations { get; init; } = [];

    /// <summary>Instead of <see cref="Violations"/>, where they differ by order.</summary>
    public Func<OrderMarkedDelivering, IReadOnlyList<string>>? Rules { get; init; }

    public Func<VendorCall<OrderMarkedDelivering>, CancellationToken, Task<VendorAnswer>> Answer { get; init; } =
        (call, _) => Task.FromResult(AllSucceeded(call));

    public ConcurrentQueue<VendorCall<OrderMarkedDelivering>> Calls { get; } = [];

    public IReadOnlyList<string> FindViolations(OrderMarkedDelivering order) =>
        Rules?.Invoke(order) ?? Violations;

    public Task<VendorAnswer> CallAsync(VendorCall<OrderMarkedDelivering> call, CancellationToken cancellationToken)
    {
        Calls.Enqueue(call);
        return Answer(call, cancellationToken);
    }

    public static VendorAnswer AllSucceeded(VendorCall<OrderMarkedDelivering> call) =>
        VendorAnswer.PerOrder([.. call.Orders.Select(_ => new OrderOutcome.Succeeded())]);

    public static VendorAnswer Failed(
        VendorCall<OrderMarkedDelivering> call, CallFaultKind kind, TimeSpan? retryAfter = null) =>
        VendorAnswer.WholeCall(new(kind, "x", "no", retryAfter), call.Orders.Count);
}

/// <summary>Settings without configuration.</summary>
internal sealed class TestLimits : VendorLimits
{
    protected override int MaxOrdersPerCall => 1000;

    public IReadOnlyCollection<string> Accounts { get; init; } = ["main"];

    public override IReadOnlyCollection<string> AccountNames => Accounts;
}
