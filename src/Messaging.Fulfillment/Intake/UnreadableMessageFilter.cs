using System.Runtime.ExceptionServices;
using MassTransit;
using Messaging.Contracts;

namespace Messaging.Fulfillment.Intake;

/// <summary>
/// First on an endpoint's error pipe. What failed because this process stops goes back to the queue. What can never be
/// read goes on to the error queue, and is answered first where that is possible.
/// </summary>
/// <param name="answerer">Lazy: it needs the bus, which does not exist yet when its endpoints are configured.</param>
internal sealed class UnreadableMessageFilter<TEvent>(
    Lazy<UnreadableMessageAnswerer<TEvent>> answerer) : IFilter<ExceptionReceiveContext>
    where TEvent : class, IOrderEvent
{
    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        var cause = context.Exception.GetBaseException();
        if (cause is OperationCanceledException || context.Exception is IntakeStoppedException)
            ExceptionDispatchInfo.Throw(context.Exception);

        await answerer.Value.AnswerAsync(context.Body.GetBytes(), context.TransportHeaders, cause.Message);
        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("unreadable-message");
}
