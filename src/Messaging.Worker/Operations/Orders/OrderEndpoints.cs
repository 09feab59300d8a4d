using Messaging.Worker.Words;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Messaging.Worker.Operations.Orders;

/// <summary>Answers "why has order X not shipped?"</summary>
internal static class OrderEndpoints
{
    public static void MapOrders(this IEndpointRouteBuilder api) => api.MapGet("/orders/{orderNo}", AnswerAsync)
        .WithTags("orders")
        .WithSummary("All events of an order: why it was not shipped, what was tried when, and what happens next.")
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Ok<OrderAnswer>, ProblemHttpResult>> AnswerAsync(
        string orderNo, OrderDesk desk, CancellationToken cancellationToken)
    {
        var answer = await desk.FindAsync(orderNo, Language.English, cancellationToken);
        return answer.Events.Count > 0
            ? TypedResults.Ok(answer)
            : TypedResults.Problem(
                OrderWords.NotKnown.In(Language.English, orderNo), statusCode: StatusCodes.Status404NotFound);
    }
}
