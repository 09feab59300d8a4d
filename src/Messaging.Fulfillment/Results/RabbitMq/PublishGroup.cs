namespace Messaging.Fulfillment.Results.RabbitMq;

/// <summary>Messages that are published together, and what has come of each. Not thread-safe.</summary>
/// <param name="messages">The messages.</param>
internal sealed class PublishGroup(IReadOnlyList<OutgoingResult> messages)
{
    private readonly TaskCompletionSource<IReadOnlyList<Exception?>> _settled =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Exception?[] _faults = new Exception?[messages.Count];
    private readonly bool[] _isSettled = new bool[messages.Count];
    private int _open = messages.Count;

    public IReadOnlyList<OutgoingResult> Messages => messages;

    /// <summary>For each message null, or why the broker has not taken it.</summary>
    public Task<IReadOnlyList<Exception?>> Settled => _settled.Task;

    /// <summary>The broker found nobody for a message. It confirms the message all the same, after that.</summary>
    public void Return(int index, Exception fault) => _faults[index] = fault;

    /// <summary>The broker has a message, or refused it.</summary>
    public void Settle(int index, Exception? fault)
    {
        // One that was given up may be confirmed late.
        if (_isSettled[index])
            return;
        _isSettled[index] = true;
        _faults[index] ??= fault;
        if (--_open == 0)
            _settled.SetResult(_faults);
    }

    /// <summary>Whatever the broker has not spoken of by now counts as not published.</summary>
    public void GiveUp(Exception fault)
    {
        for (var i = 0; i < messages.Count; i++)
            Settle(i, fault);
    }
}
