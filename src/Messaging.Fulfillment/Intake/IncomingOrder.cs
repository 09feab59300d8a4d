using MassTransit;
using MassTransit.Context;
using Messaging.Contracts;
using Messaging.Fulfillment.Ledger;

namespace Messaging.Fulfillment.Intake;

/// <summary>
/// A message with the ledger entry that was made of it. It has an id of its own: a batch drops a second message with
/// the same one, and a publisher may give all its messages one id.
/// </summary>
internal sealed class IncomingOrder<TEvent>(ConsumeContext<TEvent> context, OrderEntry entry)
    : ConsumeContextProxy<TEvent>(context)
    where TEvent : class, IOrderEvent
{
    public override Guid? MessageId { get; } = NewId.NextGuid();

    public OrderEntry Entry => entry;

    /// <summary>Why the message is put aside although its batch is done; null: it is not.</summary>
    public string? Problem { get; private set; }

    /// <summary>Has this message alone put aside when its batch is done.</summary>
    public void PutAside(string problem) => Problem = problem;
}
