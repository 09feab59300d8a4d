using MassTransit;
using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch;

namespace Messaging.Fulfillment.Intake;

/// <summary>Counts each message from its delivery until its batch is done.</summary>
internal sealed class BacklogFilter<TEvent>(Backlog<TEvent> backlog) : IFilter<ConsumeContext<TEvent>>
    where TEvent : class, IOrderEvent
{
    public async Task Send(ConsumeContext<TEvent> context, IPipe<ConsumeContext<TEvent>> next)
    {
        backlog.Delivered();
        try
        {
            await next.Send(context);
        }
        finally
        {
            backlog.Handled();
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("backlog");
}
