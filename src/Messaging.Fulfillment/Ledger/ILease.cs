namespace Messaging.Fulfillment.Ledger;

/// <summary>This worker's right to what it has claimed; a role of <see cref="ILedger"/>.</summary>
public interface ILease
{
    /// <summary>
    /// For how long this worker's lease is certain to hold if it is not renewed; zero or less when it is not certain
    /// now. Then no call may be under way: another worker may be about to take the claims over.
    /// </summary>
    TimeSpan LeaseLeft { get; }

    /// <summary>True while <see cref="LeaseLeft"/> is more than nothing.</summary>
    bool HoldsLease => LeaseLeft > TimeSpan.Zero;

    /// <summary>
    /// A fencing token: counts how often this worker's lease was lost and acquired again. An entry claimed in an
    /// earlier epoch may belong to another worker by now, or may have been claimed by this one again, and must not be
    /// sent.
    /// </summary>
    int LeaseEpoch { get; }

    /// <summary>Renews this worker's lease, and tells the others what it has in hand.</summary>
    /// <param name="load">What it has.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task RenewLeaseAsync(WorkerLoad load, CancellationToken cancellationToken);

    /// <summary>
    /// Releases everything that this worker owns, so that another goes on at once. The last call of a graceful stop.
    /// </summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task ReleaseAsync(CancellationToken cancellationToken);
}
