using Messaging.Contracts;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Results;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Fulfillment.Repair;

/// <summary>Gives order events up that wait, at an operator's word: each is answered as failed.</summary>
/// <remarks>
/// What a worker has is left alone. It may be in a call at this moment, and the vendor may do what would be answered as
/// given up. Hold the account first: then workers give back what they have not sent, and answers come for the rest.
/// </remarks>
/// <param name="waiting">Where they wait.</param>
/// <param name="time">The ledger's.</param>
public sealed class WaitingOrders(IWaiting waiting, [FromKeyedServices(LedgerTime.Key)] TimeProvider time)
{
    /// <summary>Gives order events up; their results say why, and by whose word not.</summary>
    /// <param name="eventIds">Their ids.</param>
    /// <param name="note">Who gives them up, and why; subscribers to the results read the reason.</param>
    /// <param name="cancellationToken">Gives up waiting for the ledger; it may have been done.</param>
    public Task<AnsweredOrders> GiveUpAsync(
        IReadOnlyCollection<Guid> eventIds, AuditNote note, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(note);
        return waiting.AnswerWaitingAsync(eventIds, entry => Answer(entry, note.Why), note, cancellationToken);
    }

    private StoredResult Answer(OrderEntry entry, string why) => ResultEvents.CreateFailed(
        entry,
        new(
            FailureReason.GivenUpByOperator,
            $"An operator gave order {entry.OrderNo} up before {entry.Vendor} had answered for it: {why}."
                + (entry.InDoubt ? " The outcome is unknown: an earlier call may have done it." : ""),
            CanRetry: true)
        {
            MayBeApplied = entry.InDoubt,
        },
        entry.Attempts,
        requestId: null,
        time.GetUtcNow()).Stored;
}
