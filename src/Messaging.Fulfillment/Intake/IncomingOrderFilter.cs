using MassTransit;
using Messaging.Contracts;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Intake;

/// <summary>
/// Makes each message's ledger entry before it joins a batch, and puts it aside after the batch is done where it alone
/// could not be recorded: what one message does to the code that reads or records it is its own trouble. An exception
/// inside the batch would be every message's.
/// </summary>
internal sealed class IncomingOrderFilter<TEvent>(
    IVendorAdapter<TEvent> adapter, VendorSettings<TEvent> settings, TimeProvider time)
    : IFilter<ConsumeContext<TEvent>>
    where TEvent : class, IOrderEvent
{
    public async Task Send(ConsumeContext<TEvent> context, IPipe<ConsumeContext<TEvent>> next)
    {
        if (OrderIdentity.FindProblem(context.Message) is { } unusable)
            throw new UnreadableOrderEventException(unusable);

        var entry = OrderEntries.Create(
            context, adapter.Vendor, settings.Current.AccountNames, time.GetUtcNow());
        var order = new IncomingOrder<TEvent>(context, entry);
        order.AddOrUpdatePayload(() => order, _ => order);
        await next.Send(order);

        if (order.Problem is { } problem)
            throw new UnreadableOrderEventException(problem);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("incoming-order");
}
