using Messaging.Contracts;
using Messaging.Fulfillment.Retries;

namespace Messaging.Fulfillment.Vendors.Polyv;

/// <summary>
/// Finds out what became of orders that an earlier attempt may have done, before they are sent again.
/// </summary>
internal sealed class PolyvInquiry(VendorHttp http, TimeProvider time)
{
    private const int MaxQueriesInFlight = 4;

    /// <summary>Asks for each order that may be done.</summary>
    /// <returns>For each order of the call its outcome, or null where it has to be sent.</returns>
    public async Task<OrderOutcome?[]> AskAsync(
        VendorCall<OrderMarkedDelivering> call,
        PolyvOptions options,
        AccountOptions account,
        CancellationToken cancellationToken)
    {
        var known = new OrderOutcome?[call.Orders.Count];
        var doubtful = Enumerable.Range(0, known.Length).Where(i => call.Orders[i].InDoubt).ToArray();
        foreach (var i in doubtful.Skip(options.QueriesPerCall))
            known[i] = new OrderOutcome.Unknown(
                null, "The order's status is asked for in a later call: QueriesPerCall is reached.");

        var parallel =
            new ParallelOptions { MaxDegreeOfParallelism = MaxQueriesInFlight, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(doubtful.Take(options.QueriesPerCall), parallel, async (i, token) =>
        {
            var order = call.Orders[i];
            known[i] = Decide(await http.SendAsync(
                PolyvAdapter.Name,
                account,
                signer => PolyvRequest.Get(options, signer, order.Event.OrderNo, time.GetUtcNow()),
                orders: 1,
                options.MaxAnswerBytes,
                reply => PolyvOrderStatus.Read(reply, order, options),
                token));
        });
        return known;
    }

    /// <summary>The outcome that a query brings, or null where the order has to be sent.</summary>
    public static OrderOutcome? Decide(VendorAnswer query) => (query.Fault?.Kind, query.Outcomes[0]) switch
    {
        (null, OrderOutcome.Succeeded done) => done,
        (null, OrderOutcome.RetryLater or OrderOutcome.Rejected) => null,
        // Polyv has an answer and does not like the order, as when it does not know it: let it say so of the update.
        (CallFaultKind.Refused, _) => null,
        (_, var other) =>
            new OrderOutcome.Unknown(
                other.Code, $"The order's status could not be read: {query.Fault?.Summary ?? other.Message}"),
    };

    /// <summary>Puts what the queries and the call brought into one answer.</summary>
    /// <param name="known">For each order its outcome, or null where it was sent.</param>
    /// <param name="sent">The answer to the orders that were sent.</param>
    public static VendorAnswer Merge(IReadOnlyList<OrderOutcome?> known, VendorAnswer sent)
    {
        // A fault belongs to the call, and the caller acts on it (waits, splits). Only what is known to be done is
        // worth more: it is settled, and the others meet the fault again in a call without it.
        if (sent.Fault is { } fault && !known.Any(outcome => outcome is OrderOutcome.Succeeded))
            return VendorAnswer.WholeCall(fault, known.Count, sent.RequestId);

        var rest = new Queue<OrderOutcome>(sent.Outcomes.Select(outcome =>
            sent.Fault?.Kind == CallFaultKind.Refused && sent.Outcomes.Count > 1
                ? new OrderOutcome.RetryLater(outcome.Code, outcome.Message) { IsVendorText = outcome.IsVendorText }
                : outcome));
        return VendorAnswer.PerOrder(known.Select(outcome => outcome ?? rest.Dequeue()).ToArray(), sent.RequestId);
    }
}
