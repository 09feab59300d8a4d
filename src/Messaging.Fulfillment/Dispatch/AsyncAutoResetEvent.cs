using System.Threading.Channels;

namespace Messaging.Fulfillment.Dispatch;

/// <summary>Releases one waiter, now or when it waits next. Setting it several times before that counts once.</summary>
internal sealed class AsyncAutoResetEvent
{
    private readonly Channel<bool> _set =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public static AsyncAutoResetEvent CreateSet()
    {
        var created = new AsyncAutoResetEvent();
        created.Set();
        return created;
    }

    public void Set() => _set.Writer.TryWrite(true);

    /// <summary>Completes when the event is set, or after <paramref name="timeout"/>.</summary>
    /// <param name="timeout">The longest wait; null: no limit.</param>
    /// <param name="time">Measures the timeout.</param>
    /// <param name="cancellationToken">Ends the wait with <see cref="OperationCanceledException"/>.</param>
    public async Task WaitAsync(TimeSpan? timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timer =
            timeout is { } limit ? new CancellationTokenSource(limit, time) : new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            await _set.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Timed out.
        }
    }
}
