using System.Text.Json;
using Messaging.Fulfillment.Dispatch.Accounts;
using Messaging.Fulfillment.Ledger;
using Messaging.Worker.Words;

namespace Messaging.Worker.Operations.Orders;

/// <summary>Explains the state of an order event in a sentence. Pure.</summary>
internal static class OrderExplanation
{
    /// <param name="status">What the ledger knows of it.</param>
    /// <param name="account">The state of its account in this worker; null where it was not called yet.</param>
    /// <param name="now">Now.</param>
    /// <param name="language">The sentence's. What a vendor or an account says stays as it is.</param>
    public static string Explain(OrderStatus status, AccountState? account, DateTimeOffset now, Language language)
    {
        if (status.ResultJson is { } result)
            return $"{ExplainResult(result, status.Vendor, language)} {ExplainPublishing(status, language)}";

        var maybe = status.InDoubt && status.Attempts > 0 ? OrderWords.MayBeDone.In(language, status.Vendor) : "";
        return $"{ExplainWaiting(status, account, now, language)}{ExplainAccount(account, language)}{maybe}";
    }

    /// <summary>What happens next with the event, and when.</summary>
    /// <param name="status">What the ledger knows of it.</param>
    /// <param name="account">The state of its account in this worker; null where it was not called yet.</param>
    /// <param name="now">Now.</param>
    /// <param name="language">The sentence's.</param>
    /// <returns>A sentence, and when that is; null where no time is set.</returns>
    public static (string Next, DateTimeOffset? At) ExplainNext(
        OrderStatus status, AccountState? account, DateTimeOffset now, Language language) => status switch
        {
            { PublishedAt: not null } => (OrderWords.NextNothing.In(language), null),
            { ResultJson: not null } => (OrderWords.NextPublish.In(language), null),
            { State: "claimed" } => (OrderWords.NextInWork.In(language, status.Owner), null),
            { DueAt: null } => (OrderWords.NextEarlier.In(language), null),
            _ when account?.Hold is not null => (OrderWords.NextReleased.In(language), null),
            _ when account?.Since is not null => (
                OrderWords.NextAccount.In(language, account.Account, account.Next), null),
            { DueAt: { } due } when due > now => (OrderWords.NextTried.In(language, status.Vendor, due), due),
            _ => (OrderWords.NextSoon.In(language, status.Vendor), null),
        };

    private static string ExplainWaiting(
        OrderStatus status, AccountState? account, DateTimeOffset now, Language language)
    {
        if (status.State is "claimed")
            return OrderWords.InWork.In(language, status.Owner, status.Vendor);

        var reason = status.Message is { } message && !IsSaidOf(account, message)
            ? OrderWords.Last.In(language, message)
            : "";
        return status.DueAt switch
        {
            { } due when due > now => OrderWords.Waits.In(language, due, status.Vendor, status.Attempts, reason),
            null => OrderWords.WaitsForEarlier.In(language, reason),
            _ => OrderWords.Due.In(language, status.Vendor, reason),
        };
    }

    /// <summary>
    /// Whether the order was given back for what is said of its account anyway, as that is now.
    /// </summary>
    private static bool IsSaidOf(AccountState? account, string message) =>
        (account?.Reason is { } reason && message.EndsWith(reason, StringComparison.Ordinal))
        || (account?.Hold is { } hold && message.Equals(hold.ToString(), StringComparison.Ordinal));

    private static string ExplainAccount(AccountState? account, Language language)
    {
        var hold = account?.Hold is { } held ? OrderWords.Held.In(language, held) : "";
        return account is { Since: { } since }
            ? hold + OrderWords.Suspended.In(language, account.Account, since, account.Reason, account.Next)
            : hold;
    }

    private static string ExplainResult(string json, string vendor, Language language)
    {
        using var result = JsonDocument.Parse(json);
        if (!result.RootElement.TryGetProperty("reason", out var reason))
            return OrderWords.Done.In(language, vendor);
        return result.RootElement.TryGetProperty("message", out var message)
            ? OrderWords.Failed.In(language, reason.GetString(), message.GetString())
            : OrderWords.FailedLongAgo.In(language, reason.GetString());
    }

    private static string ExplainPublishing(OrderStatus status, Language language) =>
        status.PublishedAt is { } published
            ? OrderWords.Published.In(language, published)
            : OrderWords.NotYetPublished.In(language);
}
