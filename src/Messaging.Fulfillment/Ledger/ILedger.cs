namespace Messaging.Fulfillment.Ledger;

/// <summary>
/// The durable record of each order event: what was taken on, what was tried, what came of it, and whether the result
/// was published. It is the only place that decides who works on an order, so that every event gets one result whatever
/// is killed and when.
/// </summary>
/// <remarks>
/// <para><b>Life of an entry.</b> <i>waiting</i> (due at a time, owned by nobody) → <i>claimed</i> (owned by one
/// worker) → back to <i>waiting</i>, or <i>settled</i> (its result stored in the same transaction) →
/// <i>published</i>. One that can never be sent is recorded <i>settled</i>.</para>
/// <para><b>Invariants.</b></para>
/// <list type="number">
/// <item>One entry per event id, and one result per entry; a settled entry never changes its result.</item>
/// <item>At most one entry of an order (vendor, account, order number) is claimed at any moment, in any worker.</item>
/// <item>Of an order's entries that are not settled, the one that may have been done comes first, then the one that
/// occurred first (of equal times the smaller event id). The others wait for it, however long it waits itself.</item>
/// <item>An entry that occurred before one of the same order that succeeded, or that failed and may have been done
/// (<see cref="StoredResult.MayBeApplied"/>), is claimed with <see cref="OrderEntry.Superseded"/>: it is to be settled,
/// not sent.</item>
/// <item>A worker claims no entry of an account that it keeps on hold, and such entries keep those of other accounts
/// from nothing. The exceptions are those whose result is due whatever their account does: what is too old, and what
/// has passed its deadline without a call that may have done it.</item>
/// <item>received = succeeded + failed + waiting, where waiting counts everything that is not settled. The first three
/// are counters that change in the transaction that changes the entry; waiting is counted from the entries, so that the
/// sum proves something.</item>
/// <item>Only the owner of a claim can settle or defer it, or mark it as being sent. A worker owns what it claimed
/// until it settles it, defers it, releases it, or until its lease has ended and another worker has taken the claim
/// over. Claims of an entry are counted, and only the last one is good: a copy of an earlier claim does nothing, also
/// where the same worker has claimed the entry again.</item>
/// <item>What nobody owns may be settled at an operator's word (<see cref="IWaiting.AnswerWaitingAsync"/>), what a
/// worker owns may not: it may be in a call.</item>
/// </list>
/// <para><b>Crash windows.</b> What a call of a method records, it records whole or not at all, however many entries
/// that are: a batch is claimed together, the orders of a call are marked together, what is settled together gets its
/// results together. A worker may die between any two of them.</para>
/// <list type="bullet">
/// <item><i>Before the claim is committed</i>: nothing happened; the broker delivers the batch again.</item>
/// <item>
/// <i>After the claim, before the call</i>: the messages are redelivered and recognised as waiting here; the claims are
/// taken over when the lease ends.
/// </item>
/// <item>
/// <i>After the send intent, before the call left, or after it left, before the settle</i>: the same, and
/// <see cref="OrderEntry.InDoubt"/> tells the adapter so: of the orders of this call, not of others of their batch.
/// Without send intents it says so of all that was claimed. Of the call itself nothing is recorded but that, by the
/// takeover (<see cref="OrderStep.LostWorker"/>): calls are recorded with what came of their orders.
/// </item>
/// <item>
/// <i>Between two settlements of one batch</i>: what has a result keeps it and what was deferred waits for its time;
/// only the rest is taken over.
/// </item>
/// <item>
/// <i>A takeover meets a settlement of the worker that was taken for dead</i>: one waits for the other. Either the
/// result is stored and not taken over, or the claim is taken over and the settlement records nothing.
/// </item>
/// <item>
/// <i>After the settle, before the publish, or between publish and mark</i>: the stored results are published, perhaps
/// again, with the same identity and content. Results that were settled together are marked in any parts.
/// </item>
/// <item>
/// <i>After results were taken over, before they are published</i>: the worker that took them over has died as well;
/// they are taken over once more.
/// </item>
/// <item><i>After the mark, before the ack</i>: the message is redelivered and recognised as settled.</item>
/// <item>
/// <i>Database gone in the middle of a commit</i>: the call waits until the database is back and finds out whether it
/// was committed.
/// </item>
/// </list>
/// <para><b>Availability.</b> Every method waits out a database that cannot be reached, or that refuses what it took
/// before (a password that is being changed, a restore that is under way), and then completes as if nothing had
/// happened; it throws <see cref="OperationCanceledException"/> when cancelled meanwhile, and anything else only for a
/// mistake. While it waits, <see cref="ILedgerReports.Outage"/> says since when and why.</para>
/// <para><b>Cost.</b> Each method is a few set-based statements, however many entries it is given.</para>
/// </remarks>
public interface ILedger
    : ILease,
        IClaims,
        IOutbox,
        IFailures,
        IStagedRetries,
        IWaiting,
        IHolds,
        IAudit,
        ILedgerReports,
        IAsyncDisposable
{
    /// <summary>
    /// What its workers share of the vendors' accounts; null where one worker has the ledger for itself.
    /// </summary>
    IAccountStore? Accounts { get; }

    /// <summary>
    /// Brings the schema up to date, under a lock, and registers this worker. Called once, before anything else.
    /// </summary>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    /// <exception cref="LedgerException">
    /// The ledger cannot be used as configured; the message says why and what to do.
    /// </exception>
    Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Drops the stored order events (the receivers' personal data) of entries published before
    /// <paramref name="payloadsBefore"/> and whole entries published before <paramref name="entriesBefore"/>, a bounded
    /// batch at a time. Of results that were settled together the last that was published may count for all.
    /// </summary>
    /// <param name="payloadsBefore">Order events older than this are dropped.</param>
    /// <param name="entriesBefore">Entries older than this are deleted; the counters stay.</param>
    /// <param name="limit">The most entries to touch.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>
    /// How many times an entry was touched, twice where it was emptied and deleted; call again while it is
    /// <paramref name="limit"/>.
    /// </returns>
    Task<int> PurgeAsync(
        DateTimeOffset payloadsBefore, DateTimeOffset entriesBefore, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes the records of calls that began before a time, the oldest first. Orders that they carried do not name
    /// them any longer.
    /// </summary>
    /// <param name="before">The time, to the millisecond.</param>
    /// <param name="limit">The most to delete.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>How many were deleted; call again while it is <paramref name="limit"/>.</returns>
    Task<int> PurgeCallsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken);
}
