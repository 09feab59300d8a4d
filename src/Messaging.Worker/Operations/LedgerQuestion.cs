namespace Messaging.Worker.Operations;

/// <summary>The ledger waits out an outage of its database; who asks over HTTP does not.</summary>
internal static class LedgerQuestion
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Asks, and gives up where the answer does not come in time.</summary>
    /// <typeparam name="TAnswer">What is answered.</typeparam>
    /// <param name="ask">The question.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <exception cref="UnavailableException">The answer did not come in time.</exception>
    public static async Task<TAnswer> AskAsync<TAnswer>(
        Func<CancellationToken, Task<TAnswer>> ask, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await ask(either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            throw new UnavailableException(
                $"The ledger has not answered within {Timeout.TotalSeconds:0} s. Its database cannot be reached, which "
                    + "/health/ready says, or has much to look through: ask for one vendor and one account.");
        }
    }
}
