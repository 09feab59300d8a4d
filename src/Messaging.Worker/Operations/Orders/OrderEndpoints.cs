using Messaging.Fulfillment.Dispatch.Accounts;
using Messaging.Fulfillment.Ledger;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Messaging.Worker.Operations.Orders;

/// <summary>Answers "why has order X not shipped?"</summary>
internal static class OrderEndpoints
{
    public static void MapOrders(this IEndpointRouteBuilder api) => api.MapGet("/orders/{orderNo}", AnswerAsync)
        .WithTags("orders")
        .WithSummary("All events of an order: why it was not shipped, and what happens next.")
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static Task<Results<Ok<OrderAnswer>, ProblemHttpResult>> AnswerAsync(
        string orderNo,
        ILedgerReports ledger,
        AccountStates accounts,
        TimeProvider time,
        CancellationToken cancellationToken) =>
        LedgerQuestion.AskAsync<OrderAnswer>(
            async token =>
            {
                var events = await ledger.FindAsync(orderNo, token);
                return events.Count == 0
                    ? TypedResults.Problem(
                        $"The ledger knows no event of order {orderNo}: none was received, or its result was published "
                            + "so long ago that the entry was deleted.",
                        statusCode: StatusCodes.Status404NotFound)
                    : TypedResults.Ok(Answer(orderNo, events, accounts.List(), time.GetUtcNow()));
            },
            time,
            cancellationToken);

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
