using MassTransit;

namespace Messaging.Fulfillment.Results.RabbitMq;

/// <summary>
/// What was published on a channel and the broker has not spoken of. A broker numbers a channel's messages from 1, and
/// speaks of one number or of all up to one. Not thread-safe.
/// </summary>
internal sealed class ConfirmWindow
{
    private readonly Dictionary<ulong, (PublishGroup Group, int Index)> _open = [];
    private ulong _last;
    private ulong _first = 1;

    /// <summary>Takes the numbers of messages that are published next, in their order.</summary>
    public void Add(PublishGroup group)
    {
        for (var i = 0; i < group.Messages.Count; i++)
            _open.Add(++_last, (group, i));
    }

    /// <summary>The broker has one, or all up to it.</summary>
    public void Confirm(ulong number, bool multiple) => Settle(number, multiple, fault: null);

    /// <summary>The broker could not take one, or all up to it.</summary>
    public void Refuse(ulong number, bool multiple) =>
        Settle(number, multiple, new MassTransitException("The broker refused to take it (basic.nack)."));

    /// <summary>The broker found no queue for a message and gave it back; it confirms it after that.</summary>
    public void Return(string? messageId, string exchange)
    {
        foreach (var (group, index) in _open.Values)
        {
            if (!string.Equals(group.Messages[index].Properties.MessageId, messageId, StringComparison.Ordinal))
                continue;
            group.Return(index, new MessageReturnedException($"No queue is bound to {exchange}."));
        }
    }

    /// <summary>Nothing more is heard of any of them.</summary>
    public void Fail(Exception fault)
    {
        foreach (var (group, index) in _open.Values)
            group.Settle(index, fault);
        _open.Clear();
    }

    private void Settle(ulong number, bool multiple, Exception? fault)
    {
        if (!multiple)
        {
            SettleOne(number, fault);
            return;
        }

        // A broker that errs must not make this run for ever.
        for (var upTo = Math.Min(number, _last); _first <= upTo; _first++)
            SettleOne(_first, fault);
    }

    private void SettleOne(ulong number, Exception? fault)
    {
        if (_open.Remove(number, out var message))
            message.Group.Settle(message.Index, fault);
    }
}
