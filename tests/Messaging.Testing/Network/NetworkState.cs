namespace Messaging.Testing.Network;

/// <summary>How the network is at the moment.</summary>
internal sealed class NetworkState
{
    private TaskCompletionSource _passing = Passed();
    private volatile bool _isSlow;

    public bool IsSlow
    {
        get => _isSlow;
        set => _isSlow = value;
    }

    /// <summary>Nothing passes from now on.</summary>
    public void Hold() =>
        Volatile.Write(ref _passing, new(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <summary>Everything passes again.</summary>
    public void Release() => Volatile.Read(ref _passing).TrySetResult();

    /// <summary>Waits until something may pass.</summary>
    public Task PassAsync() => Volatile.Read(ref _passing).Task;

    private static TaskCompletionSource Passed()
    {
        var passed = new TaskCompletionSource();
        passed.SetResult();
        return passed;
    }
}
