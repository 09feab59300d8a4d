using MassTransit;
using MassTransit.Context;
using Messaging.Contracts;
using Microsoft.Extensions.Options;

namespace Messaging.Fulfillment.Intake;

/// <summary>
/// First on an endpoint's receive pipe: what is too large is put aside without being read, and a byte order mark, which
/// JSON does not allow, is passed over.
/// </summary>
/// <param name="options">The limit.</param>
/// <param name="unreadable">Lazy: it needs the bus, which does not exist yet when its endpoints are configured.</param>
internal sealed class IntakeGuard<TEvent>(
    IOptionsMonitor<IntakeOptions> options, Lazy<UnreadableMessages<TEvent>> unreadable) : IFilter<ReceiveContext>
    where TEvent : class, IOrderEvent
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    public Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        var limit = options.CurrentValue.MaxMessageBytes;
        if (context.Body.Length is { } length && length > limit)
        {
            return unreadable.Value.RejectAsync(
                context,
                FormattableString.Invariant($"it has {length} bytes, and Bus:MaxMessageBytes allows {limit}"));
        }

        var body = context.Body.GetBytes();
        return next.Send(body.AsSpan().StartsWith(ByteOrderMark)
            ? new WithoutByteOrderMark(context, body[ByteOrderMark.Length..])
            : context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("intake-guard");

    private sealed class WithoutByteOrderMark(ReceiveContext context, byte[] body)
        : ReceiveContextProxy(context), ReceiveContext
    {
        MessageBody ReceiveContext.Body { get; } = new BytesMessageBody(body);
    }
}
