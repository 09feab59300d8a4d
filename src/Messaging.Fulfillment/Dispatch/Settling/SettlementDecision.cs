using Messaging.Contracts;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Results;
using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Dispatch.Settling;

/// <summary>
/// Turns an outcome into a settlement: done, given up, or when to try again. Pure: jitter is a parameter.
/// </summary>
internal static class SettlementDecision
{
    /// <summary>Decides.</summary>
    /// <param name="entry">The entry as claimed.</param>
    /// <param name="outcome">What the last call said of it.</param>
    /// <param name="attempts">In how many calls it was sent in all.</param>
    /// <param name="failures">From how many failures the delay to the next call follows.</param>
    /// <param name="inDoubt">Whether a call may have done it without saying so.</param>
    /// <param name="calls">The calls in which it was sent since it was claimed.</param>
    /// <param name="requestId">The vendor's id of the call.</param>
    /// <param name="now">Now.</param>
    /// <param name="options">Backoff and give-up age.</param>
    /// <param name="jitter">A random number from 0 to 1.</param>
    public static Decision Decide(
        OrderEntry entry,
        OrderOutcome outcome,
        int attempts,
        int failures,
        bool inDoubt,
        IReadOnlyList<SentCall> calls,
        string? requestId,
        DateTimeOffset now,
        RetryOptions options,
        double jitter)
    {
        switch (outcome)
        {
            case OrderOutcome.Succeeded:
                return Final(entry, attempts, calls, ResultEvents.CreateSucceeded(entry, attempts, requestId, now));
            case OrderOutcome.Rejected rejected:
                return Fail(new(
                    FailureReason.RejectedByVendor,
                    $"{entry.Vendor} rejected order {entry.OrderNo}: {rejected.Description ?? "it gave no reason"}",
                    rejected.CanRetry,
                    rejected.Code,
                    rejected.VendorMessage));
        }

        var retry = outcome as OrderOutcome.RetryLater;
        var unknown = inDoubt || outcome is OrderOutcome.Unknown;
        var due = now + (retry?.After ?? options.Backoff.GetDelay(failures, jitter));
        var giveUpAt = entry.ReceivedAt + options.GiveUpAfter;
        if (now >= giveUpAt)
            return Fail(GivenUp($"for {options.GiveUpAfter}"));
        if (attempts >= retry?.MaxAttempts)
            return Fail(GivenUp($"in {attempts} calls"));

        // The last attempt is at the give-up age, however long the vendor wants to be left alone.
        due = due < giveUpAt ? due : giveUpAt;
        return new(
            new Settlement.Deferred(
                entry.Key, attempts, due, unknown, IsSentAlone(outcome), outcome.Code, outcome.Description)
            {
                Calls = calls,
            },
            Result: null);

        Decision Fail(Failure failure) =>
            Final(entry, attempts, calls, ResultEvents.CreateFailed(entry, failure, attempts, requestId, now));

        Failure GivenUp(string howLong) => new(
            FailureReason.RetriesExhausted,
            $"{entry.Vendor} gave no final answer for order {entry.OrderNo} {howLong}; last: "
                + $"{outcome.Description ?? "nothing"}."
                + (unknown ? " The outcome is unknown: the vendor may have done it." : ""),
            CanRetry: true,
            outcome.Code,
            outcome.VendorMessage)
        {
            MayBeApplied = unknown,
        };
    }

    /// <summary>Settles an order that is not to be sent, or not once more.</summary>
    public static Decision Refuse(
        OrderEntry entry, Failure failure, IReadOnlyList<SentCall> calls, DateTimeOffset now)
    {
        var attempts = entry.Attempts + calls.Count;
        return Final(
            entry, attempts, calls, ResultEvents.CreateFailed(entry, failure, attempts, requestId: null, now));
    }

    private static bool IsSentAlone(OrderOutcome outcome) =>
        outcome is OrderOutcome.RetryLater { Alone: true } or OrderOutcome.Unknown { Alone: true };

    private static Decision Final(
        OrderEntry entry, int attempts, IReadOnlyList<SentCall> calls, ResultEvent result) =>
        new(new Settlement.Final(entry.Key, attempts, result.Stored) { Calls = calls }, result);
}
