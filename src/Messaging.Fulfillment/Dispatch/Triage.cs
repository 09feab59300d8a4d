using Messaging.Contracts;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Results;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Dispatch;

/// <summary>Decides which claimed orders are answered without being sent. Pure.</summary>
internal static class Triage
{
    /// <summary>The failure to answer a claimed order with, or null when it is to be sent.</summary>
    public static Failure? FindFailure<TEvent>(
        OrderEntry entry,
        TEvent order,
        IVendorAdapter<TEvent> adapter,
        IReadOnlyCollection<string> accounts,
        DateTimeOffset now)
        where TEvent : class, IOrderEvent =>
        FindSuperseded(entry) ?? FindRefusal(entry, order, adapter, accounts, now);

    /// <summary>The failure of an order for which a newer event was applied, or may have been; else null.</summary>
    public static Failure? FindSuperseded(OrderEntry entry) => entry.Superseded
        ? new(
            FailureReason.Superseded,
            $"A newer event of order {entry.OrderNo} was already applied at {entry.Vendor}, or may have been; "
                + $"this one, of {entry.OccurredAt:O}, was not sent.",
            CanRetry: false)
        : null;

    /// <summary>
    /// The failure of an order that is not sent, whatever became of others of its number; null when it may be.
    /// </summary>
    public static Failure? FindRefusal<TEvent>(
        OrderEntry entry,
        TEvent order,
        IVendorAdapter<TEvent> adapter,
        IReadOnlyCollection<string> accounts,
        DateTimeOffset now)
        where TEvent : class, IOrderEvent
    {
        if (FindExpiry(entry, now) is { } expired)
            return expired;

        // An order in doubt waits for its account to be configured again, since its outcome is not known. Without send
        // intents, in doubt means only that its worker died; it might wait for an account that never existed.
        if (!(entry.InDoubt && adapter.NeedsSendIntent())
            && !accounts.Contains(entry.Account, StringComparer.OrdinalIgnoreCase))
        {
            return new(FailureReason.UnknownAccount, DescribeUnknownAccount(entry, accounts), CanRetry: true)
            {
                MayBeApplied = entry.InDoubt,
            };
        }

        var violations = FindViolations(order, adapter);
        return violations.Count == 0
            ? null
            : new(FailureReason.InvalidEvent, string.Join(' ', violations), CanRetry: false);
    }

    /// <summary>The failure of an order whose deadline has passed, or null.</summary>
    /// <remarks>
    /// The entry's deadline, which an operator may have lifted, not the event's. An order in doubt is followed up
    /// whatever the clock says: its outcome is worth more than its deadline.
    /// </remarks>
    public static Failure? FindExpiry(OrderEntry entry, DateTimeOffset now) =>
        entry.Deadline < now && !entry.InDoubt
            ? new(
                FailureReason.Expired,
                $"The deadline of the event, {entry.Deadline:O}, passed before it could be sent to {entry.Vendor}.",
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

    /// <summary>Rules that fail on an order fail on it again: it is refused, and its batch goes on.</summary>
    private static IReadOnlyList<string> FindViolations<TEvent>(TEvent order, IVendorAdapter<TEvent> adapter)
        where TEvent : class, IOrderEvent
    {
        try
        {
            return adapter.FindViolations(order);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return [$"The rules of {adapter.Vendor} could not be applied to it ({e.GetType().Name})."];
        }
    }

    private static string DescribeUnknownAccount(OrderEntry entry, IReadOnlyCollection<string> accounts) =>
        (entry.Account.Length == 0
            ? $"The event names no account, and {accounts.Count} are configured for {entry.Vendor}: name one in "
                + "'account'."
            : $"No account '{entry.Account}' is configured for {entry.Vendor}: "
                + "correct 'account', or have the operator add the account.")
        + (entry.InDoubt ? " The outcome is unknown: an earlier call may have done it." : "");
}
