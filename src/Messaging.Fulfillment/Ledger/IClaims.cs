namespace Messaging.Fulfillment.Ledger;

/// <summary>Order events from claim to settlement; a role of <see cref="ILedger"/>.</summary>
public interface IClaims
{
    /// <summary>
    /// Records order events that have come from the broker and claims those that can be worked on now. The rest are
    /// safe here: known already, waiting behind another event of their order, or waiting until their account is no
    /// longer on hold. After this all of them may be acknowledged.
    /// </summary>
    /// <param name="orders">
    /// Events as received, of one vendor; of an event id that occurs twice the first is recorded.
    /// </param>
    /// <param name="terms">The terms of the claim.</param>
    /// <param name="cancellationToken">
    /// Gives up waiting; what was committed stays claimed and is released by <see cref="ILease.ReleaseAsync"/>.
    /// </param>
    Task<ClaimResult> ClaimAsync(
        IReadOnlyList<OrderEntry> orders, ClaimTerms terms, CancellationToken cancellationToken);

    /// <summary>
    /// Records order events that can never be sent, each with its result, in one transaction. They wait for nothing:
    /// neither for another event of their order nor for their account. This worker owns the results, and publishes
    /// them.
    /// </summary>
    /// <param name="refusals">
    /// Events as received, of one vendor; of an event id that occurs twice the first is recorded.
    /// </param>
    /// <param name="cancellationToken">
    /// Gives up waiting; what was committed is published by <see cref="IOutbox.TakeUnpublishedAsync"/>.
    /// </param>
    Task<RefusalResult> RefuseAsync(IReadOnlyList<Refusal> refusals, CancellationToken cancellationToken);

    /// <summary>
    /// Claims entries whose time has come: deferred ones that are due, ones whose predecessor is settled, and claims of
    /// workers whose lease has ended (these with <see cref="OrderEntry.InDoubt"/> where a call may have left). Claims
    /// of others are taken over only by a worker that has held its own lease for a whole lease time, so that an outage
    /// of the database makes no living worker look dead. Its cost grows neither with what waits for accounts on hold
    /// nor with how many entries an order has.
    /// </summary>
    /// <param name="vendor">The vendor.</param>
    /// <param name="terms">The terms of the claim.</param>
    /// <param name="limit">
    /// The most entries to claim; the longest due come first. Where accounts on hold have most of what is due, and many
    /// others have some, each of these may give a few only.
    /// </param>
    /// <param name="overdueBefore">
    /// What is due and was received before this is claimed also where its account is on hold, to be given up: now less
    /// the give-up age.
    /// </param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task<IReadOnlyList<OrderEntry>> ClaimDueAsync(
        string vendor, ClaimTerms terms, int limit, DateTimeOffset overdueBefore, CancellationToken cancellationToken);

    /// <summary>Records that a call with these orders is about to leave.</summary>
    /// <param name="claims">Claims of this worker.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Those that are no longer good, and whose orders must not be sent; normally empty.</returns>
    Task<IReadOnlySet<ClaimKey>> RecordSendIntentAsync(
        IReadOnlyList<ClaimKey> claims, CancellationToken cancellationToken);

    /// <summary>Records what came of claimed entries, results and deferrals, in one transaction.</summary>
    /// <param name="settlements">One per claim.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>
    /// The claims that were no longer good: nothing was recorded for them and their result must not be published.
    /// </returns>
    Task<IReadOnlySet<ClaimKey>> SettleAsync(
        IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken);
}
