using MassTransit;
using Messaging.Contracts;

namespace Messaging.Fulfillment.Intake;

/// <summary>
/// An endpoint's error pipe. What failed because this process stops goes back to the queue; a message that failed by
/// itself is put aside.
/// </summary>
/// <param name="unreadable">Lazy: it needs the bus, which does not exist yet when its endpoints are configured.</param>
internal sealed class UnreadableMessageFilter<TEvent>(Lazy<UnreadableMessages<TEvent>> unreadable)
    : IFilter<ExceptionReceiveContext>
    where TEvent : class, IOrderEvent
{
    public Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        var failure = context.Exception;
        // Not the exception itself: thrown again for each message of its batch it would grow with each.
        if (IsStopping(context, failure))
            throw new IntakeStoppedException("The message was not recorded; it goes back to the queue.");

        var reason = failure is UnreadableOrderEventException problem
            ? problem.Message
            : UnreadableReason.Describe(failure, context.Body.GetBytes(), context.ContentType?.MediaType);
        return unreadable.Value.PutAsideAsync(context, reason);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("unreadable-message");

    private bool IsStopping(ReceiveContext context, Exception failure) =>
        failure is IntakeStoppedException
        || failure.GetBaseException() is OperationCanceledException
        || context.CancellationToken.IsCancellationRequested
        || unreadable.Value.IsStopping;
}
