using System.Threading.Channels;

namespace Messaging.Fulfillment.Dispatch;

/// <summary>Wakes one who waits, now or when it waits next; several calls before that are one.</summary>
internal sealed class WakeUp
{
    private readonly Channel<bool> _calls = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Wakes it.</summary>
    public void Call() => _calls.Writer.TryWrite(true);

    /// <summary>Completes when called, or when the time is over.</summary>
    /// <param name="atMost">How long to wait; null: for as long as it takes.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the wait with <see cref="OperationCanceledException"/>.</param>
    public async Task WaitAsync(TimeSpan? atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        using var patience = atMost is { } limited ? new CancellationTokenSource(limited, time) : new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await _calls.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is over.
        }
    }
}
