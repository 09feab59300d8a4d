using Messaging.Benchmarks.Environments;
using Messaging.Benchmarks.Orders;

namespace Messaging.Benchmarks;

/// <summary>Checks that a contestant did its work: one result for each order event, all of them succeeded.</summary>
internal static class ResultCheck
{
    /// <exception cref="TrialException">It did not; the message says what is wrong.</exception>
    public static void Throw(IReadOnlyDictionary<Guid, Seller> published, IReadOnlyCollection<ReceivedResult> results)
    {
        var answered = results.Select(result => result.OrderEventId).ToHashSet();
        var strangers = answered.Count(id => !published.ContainsKey(id));
        var failed = results.Count(result => !result.IsSuccess);
        if (results.Count != published.Count || answered.Count != published.Count || strangers > 0 || failed > 0)
        {
            throw new TrialException(
                $"Wrong: {published.Count} order events, {results.Count} results for {answered.Count} of them, "
                    + $"{failed} failed, {strangers} for no known event.");
        }
    }
}
