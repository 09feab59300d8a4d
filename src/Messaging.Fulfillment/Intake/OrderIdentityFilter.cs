using MassTransit;
using Messaging.Contracts;

namespace Messaging.Fulfillment.Intake;

/// <summary>Keeps events without a usable identity out of the batch, which they would fail as a whole.</summary>
internal sealed class OrderIdentityFilter<TEvent> : IFilter<ConsumeContext<TEvent>>
    where TEvent : class, IOrderEvent
{
    public Task Send(ConsumeContext<TEvent> context, IPipe<ConsumeContext<TEvent>> next) =>
        OrderIdentity.FindProblem(context.Message) is { } problem
            ? throw new UnreadableOrderEventException(problem)
            : next.Send(context);

    public void Probe(ProbeContext context) => context.CreateFilterScope("order-identity");
}
