using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Dispatch;

/// <summary>
/// Counts a vendor's orders that this process has claimed and not finished, and among them those whose call or
/// settlement is under way: the first bounds memory, the second is what a stop waits for.
/// </summary>
internal sealed class OrdersInFlight(Func<VendorLimits> limits)
{
    private readonly OrderCount _claimed = new();
    private readonly OrderCount _underWay = new();

    /// <summary>How many are claimed.</summary>
    public int Claimed => _claimed.Value;

    /// <summary>How many more orders may be claimed now; negative when due orders took more than their share.</summary>
    public int Room => limits().OrdersInFlight - _claimed.Value;

    public void AddClaimed(int orders) => _claimed.Add(orders);

    /// <summary>
    /// Counts claimed orders that no longer wait for a call: they are being sent, settled or given back.
    /// </summary>
    public void AddUnderWay(int orders) => _underWay.Add(orders);

    /// <summary>An order that is under way is finished: settled and published, deferred, or another worker's.</summary>
    public void Finish()
    {
        _underWay.RemoveOne();
        _claimed.RemoveOne();
    }

    public Task WaitForRoomAsync(CancellationToken cancellationToken) =>
        _claimed.WaitBelowAsync(() => limits().OrdersInFlight, cancellationToken);

    public Task WaitUntilNoneIsUnderWayAsync(CancellationToken cancellationToken) =>
        _underWay.WaitBelowAsync(() => 1, cancellationToken);
}
