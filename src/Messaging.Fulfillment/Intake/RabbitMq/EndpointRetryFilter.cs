using MassTransit;
using MassTransit.RabbitMqTransport;

namespace Messaging.Fulfillment.Intake.RabbitMq;

/// <summary>
/// Has a queue that the broker refuses (a permission, other arguments, no majority of its nodes) tried again at a
/// steady pace. MassTransit waits longer after each failure, up to 37 s, and waits as long when the connection is next
/// lost, however well things went between. An attempt that was cancelled it repeats after a second.
/// </summary>
internal sealed class EndpointRetryFilter(TimeProvider time) : IFilter<ChannelContext>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public async Task Send(ChannelContext context, IPipe<ChannelContext> next)
    {
        try
        {
            await next.Send(context);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await Task.Delay(Pause, time, CancellationToken.None);
            throw new OperationCanceledException("The queue is tried again.", e);
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("endpointRetry");
}
