using System.Text.Json;
using Messaging.Fulfillment.Dispatch.Accounts;
using Messaging.Fulfillment.Ledger;

namespace Messaging.Worker.Hosting;

/// <summary>Answers "why has order X not shipped?"</summary>
internal static class OrderEndpoints
{
    /// <summary>The ledger waits out an outage of its database; whoever asks here does not.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void MapOrders(this IEndpointRouteBuilder app) => app.MapGet("/orders/{orderNo}", AnswerAsync);

    private static async Task<IResult> AnswerAsync(
        string orderNo, ILedger ledger, AccountStates accounts, TimeProvider time, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            var events = await ledger.FindAsync(orderNo, either.Token);
            return events.Count == 0
                ? Sorry(
                    $"The ledger knows no event of order {orderNo}: none was received, or its result was published "
                        + $"so long ago that the entry was deleted.",
                    404)
                : Results.Json(
                    Answer(orderNo, events, accounts.List(), time.GetUtcNow()), HostingJson.Default.OrderAnswer);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return Sorry(
                "The ledger's database cannot be reached now; see /health/ready.",
                StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static OrderAnswer Answer(
        string orderNo, IReadOnlyList<OrderStatus> events, IReadOnlyList<AccountState> accounts, DateTimeOffset now) =>
        new(
            orderNo,
            [.. events.Select(
                status => OrderEventAnswer.Of(status, OrderExplanation.Of(status, AccountOf(status, accounts), now)))]);

    private static AccountState? AccountOf(OrderStatus status, IReadOnlyList<AccountState> accounts) =>
        accounts.FirstOrDefault(
        account => account.Vendor.Equals(status.Vendor, StringComparison.Ordinal)
            && account.Account.Equals(status.Account, StringComparison.OrdinalIgnoreCase));

    private static IResult Sorry(string message, int status) =>
        Results.Json(new Sorry(message), HostingJson.Default.Sorry, statusCode: status);
}

/// <summary>Why there is no answer.</summary>
internal sealed record Sorry(string Message);

/// <summary>An order and its events, in the order in which they occurred.</summary>
internal sealed record OrderAnswer(string OrderNo, IReadOnlyList<OrderEventAnswer> Events);

/// <summary>One event of an order: what the ledger knows of it, its result, and a sentence on how it stands.</summary>
internal sealed record OrderEventAnswer(
    string Why,
    Guid EventId,
    string EventType,
    string Vendor,
    string Account,
    string State,
    int Attempts,
    bool MayBeDone,
    DateTimeOffset OccurredAt,
    DateTimeOffset ReceivedAt,
    DateTimeOffset? DueAt,
    string? Owner,
    string? Code,
    string? Message,
    DateTimeOffset? SettledAt,
    DateTimeOffset? PublishedAt,
    JsonElement? Result)
{
    public static OrderEventAnswer Of(OrderStatus status, string why) => new(
        why,
        status.EventId,
        status.EventType,
        status.Vendor,
        status.Account,
        status.State,
        status.Attempts,
        status.InDoubt,
        status.OccurredAt,
        status.ReceivedAt,
        status.DueAt,
        status.Owner,
        status.Code,
        status.Message,
        status.SettledAt,
        status.PublishedAt,
        status.ResultJson is { } json ? JsonElement.Parse(json) : null);
}
