using System.Text.Json;
using Messaging.Fulfillment.Dispatch.Accounts;
using Messaging.Fulfillment.Ledger;

namespace Messaging.Worker.Operations.Orders;

/// <summary>Explains the state of an order event in a sentence. Pure.</summary>
internal static class OrderExplanation
{
    /// <param name="status">What the ledger knows of it.</param>
    /// <param name="account">The state of its account in this worker; null where it was not called yet.</param>
    /// <param name="now">Now.</param>
    public static string Explain(OrderStatus status, AccountState? account, DateTimeOffset now)
    {
        if (status.ResultJson is { } result)
            return $"{ExplainResult(result, status.Vendor)} {ExplainPublishing(status)}";

        var maybe = status.InDoubt && status.Attempts > 0
            ? $" An earlier call may have done it without {status.Vendor} saying so."
            : "";
        return $"{ExplainWaiting(status, now)}{ExplainAccount(account)}{maybe}";
    }

    private static string ExplainWaiting(OrderStatus status, DateTimeOffset now)
    {
        if (status.State is "claimed")
            return $"Worker {status.Owner} is working on it: it is being sent to {status.Vendor}, or waits for its "
                + "call to fill or for the account's quota.";

        var reason = status.Message is { } message ? $" Last: {message}" : "";
        return status.DueAt switch
        {
            { } due when due > now =>
                $"It waits until {due:O} to be sent to {status.Vendor} again, after {status.Attempts} calls.{reason}",
            null => $"It waits for an earlier event of the same order.{reason}",
            _ => $"It is due, and is sent to {status.Vendor} as soon as a worker takes it and no earlier event of "
                + $"the order is open.{reason}",
        };
    }

    private static string ExplainAccount(AccountState? account)
    {
        var hold = account?.Hold is { } held ? $" {held}. It waits until somebody releases it." : "";
        return account is { Since: { } since }
            ? $"{hold} Account {account.Account} is suspended since {since:O}: {account.Reason}; {account.Next}."
            : hold;
    }

    private static string ExplainResult(string json, string vendor)
    {
        using var result = JsonDocument.Parse(json);
        if (!result.RootElement.TryGetProperty("reason", out var reason))
            return $"{vendor} has done it.";
        return result.RootElement.TryGetProperty("message", out var message)
            ? $"It failed, {reason.GetString()}: {message.GetString()}"
            : $"It failed, {reason.GetString()}; what was said of it is not kept any longer.";
    }

    private static string ExplainPublishing(OrderStatus status) => status.PublishedAt is { } published
        ? $"The result was published at {published:O}."
        : "The result is not yet confirmed by the broker; it is published until it is.";
}
