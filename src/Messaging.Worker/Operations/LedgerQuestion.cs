using Microsoft.AspNetCore.Http.HttpResults;

namespace Messaging.Worker.Operations;

/// <summary>The ledger waits out an outage of its database; who asks over HTTP does not.</summary>
internal static class LedgerQuestion
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Asks, and says where the answer does not come in time.</summary>
    /// <typeparam name="TAnswer">What is answered.</typeparam>
    /// <param name="ask">The question.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    public static async Task<Results<Ok<TAnswer>, ProblemHttpResult>> AskAsync<TAnswer>(
        Func<CancellationToken, Task<Results<Ok<TAnswer>, ProblemHttpResult>>> ask,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await ask(either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return TypedResults.Problem(
                "The ledger's database cannot be reached now; see /health/ready.",
                statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
