using Messaging.Contracts;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Results;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Dispatch;

/// <summary>Decides which claimed orders are answered without being sent. Pure.</summary>
internal static class Triage
{
    /// <summary>The failure to answer with, or null when the order is to be sent.</summary>
    public static Failure? FindFailure<TEvent>(
        OrderEntry entry,
        TEvent order,
        IVendorAdapter<TEvent> adapter,
        IReadOnlyCollection<string> accounts,
        DateTimeOffset now)
        where TEvent : class, IOrderEvent
    {
        if (entry.Superseded)
        {
            return new(
                FailureReason.Superseded,
                $"A newer event of order {entry.OrderNo} was already applied at {entry.Vendor}; "
                    + $"this one, of {entry.OccurredAt:O}, was not sent.",
                CanRetry: false);
        }

        if (FindExpiry(entry, order, now) is { } expired)
            return expired;

        // An order in doubt waits for its account to come back, since its outcome is not known. Without send intents
        // "in doubt" means no more than that a worker had it and died, and it would wait for an account that never
        // existed.
        if (!(entry.InDoubt && adapter.NeedsSendIntent()) && !accounts.Contains(
            entry.Account, StringComparer.OrdinalIgnoreCase))
            return new(FailureReason.UnknownAccount, DescribeUnknownAccount(entry, accounts), CanRetry: true);

        var violations = adapter.FindViolations(order);
        return violations.Count == 0
            ? null
            : new(FailureReason.InvalidEvent, string.Join(' ', violations), CanRetry: false);
    }

    /// <summary>The failure of an order whose deadline has passed, or null.</summary>
    /// <remarks>
    /// An order in doubt is followed up whatever the clock says: its outcome is worth more than its deadline.
    /// </remarks>
    public static Failure? FindExpiry<TEvent>(OrderEntry entry, TEvent order, DateTimeOffset now)
        where TEvent : class, IOrderEvent =>
        order.Deadline < now && !entry.InDoubt
            ? new(
                FailureReason.Expired,
                $"The deadline of the event, {order.Deadline:O}, passed before it could be sent to {entry.Vendor}.",
                CanRetry: false)
            : null;

    /// <summary>The failure of an order event that cannot be read.</summary>
    public static Failure GetUnreadable(string why) => new(
        FailureReason.InvalidEvent,
        $"The order event cannot be read: {why}. Correct it and publish it with a new eventId.",
        CanRetry: false);

    /// <summary>
    /// The account that an event means: the one it names, spelled as configured, or the only one there is; empty where
    /// that is not clear.
    /// </summary>
    public static string GetAccount(IOrderEvent order, IReadOnlyCollection<string> accounts) =>
        string.IsNullOrEmpty(order.Account)
            ? accounts.Count == 1 ? accounts.First() : ""
            : accounts.FirstOrDefault(
                name => string.Equals(name, order.Account, StringComparison.OrdinalIgnoreCase)) ?? order.Account;

    private static string DescribeUnknownAccount(OrderEntry entry, IReadOnlyCollection<string> accounts) =>
        (entry.Account.Length == 0
            ? $"The event names no account, and {accounts.Count} are configured for {entry.Vendor}: name one in "
                + $"'account'."
            : $"No account '{entry.Account}' is configured for {entry.Vendor}: "
                + "correct 'account', or have the operator add the account.")
        + (entry.InDoubt ? " The outcome is unknown: an earlier call may have done it." : "");
}
