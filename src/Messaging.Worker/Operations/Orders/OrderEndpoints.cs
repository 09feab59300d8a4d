using Messaging.Fulfillment.Dispatch.Accounts;
using Messaging.Fulfillment.Ledger;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Messaging.Worker.Operations.Orders;

/// <summary>Answers "why has order X not shipped?"</summary>
internal static class OrderEndpoints
{
    /// <summary>The ledger waits out an outage of its database; a caller of this endpoint does not.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    public static void MapOrders(this IEndpointRouteBuilder api) => api.MapGet("/orders/{orderNo}", AnswerAsync)
        .WithTags("orders")
        .WithSummary("All events of an order: why it was not shipped, and what happens next.")
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Ok<OrderAnswer>, ProblemHttpResult>> AnswerAsync(
        string orderNo,
        ILedgerReports ledger,
        AccountStates accounts,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var events = await ledger.FindAsync(orderNo, either.Token);
            return events.Count == 0
                ? TypedResults.Problem(
                    $"The ledger knows no event of order {orderNo}: none was received, or its result was published "
                        + "so long ago that the entry was deleted.",
                    statusCode: StatusCodes.Status404NotFound)
                : TypedResults.Ok(Answer(orderNo, events, accounts.List(), time.GetUtcNow()));
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return TypedResults.Problem(
                "The ledger's database cannot be reached now; see /health/ready.",
                statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static OrderAnswer Answer(
        string orderNo, IReadOnlyList<OrderStatus> events, IReadOnlyList<AccountState> accounts, DateTimeOffset now) =>
        new(
            orderNo,
            [.. events.Select(status =>
                OrderEventAnswer.From(
                    status, OrderExplanation.Explain(status, FindAccount(status, accounts), now)))]);

    private static AccountState? FindAccount(OrderStatus status, IReadOnlyList<AccountState> accounts) =>
        accounts.FirstOrDefault(account => account.Vendor.Equals(status.Vendor, StringComparison.Ordinal)
            && account.Account.Equals(status.Account, StringComparison.OrdinalIgnoreCase));
}
