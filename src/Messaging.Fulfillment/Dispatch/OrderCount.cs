namespace Messaging.Fulfillment.Dispatch;

/// <summary>Counts orders and lets others wait until there are few enough.</summary>
internal sealed class OrderCount
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _decreased;
    private int _value;

    public int Value => Volatile.Read(ref _value);

    public void Add(int orders)
    {
        lock (_lock)
            _value += orders;
    }

    public void RemoveOne()
    {
        TaskCompletionSource? waiting;
        lock (_lock)
        {
            _value--;
            (waiting, _decreased) = (_decreased, null);
        }

        waiting?.SetResult();
    }

    /// <summary>
    /// Completes when there are fewer than <paramref name="limit"/>, which is asked anew after each change.
    /// </summary>
    public async Task WaitBelowAsync(Func<int> limit, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task decreased;
            lock (_lock)
            {
                if (_value < limit())
                    return;
                _decreased ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                decreased = _decreased.Task;
            }

            await decreased.WaitAsync(cancellationToken);
        }
    }
}
