namespace Messaging.Fulfillment.Ledger;

/// <summary>What a worker has in hand, as it tells the others when it renews its lease.</summary>
/// <param name="Orders">Orders that it has claimed and not finished.</param>
/// <param name="Calls">Its calls in flight.</param>
/// <param name="IsStopping">Whether it takes no more, and finishes what it has.</param>
public sealed record WorkerLoad(int Orders, int Calls, bool IsStopping)
{
    /// <summary>Nothing yet.</summary>
    public static WorkerLoad None { get; } = new(Orders: 0, Calls: 0, IsStopping: false);
}
