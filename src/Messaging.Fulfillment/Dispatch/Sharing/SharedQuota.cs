using Messaging.Fulfillment.Dispatch.Limiting;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Dispatch.Sharing;

/// <summary>
/// This worker's part of an account's quota: turns that the ledger has given to it and to no other, a few at a time.
/// </summary>
/// <param name="limits">The quota.</param>
/// <param name="callsDue">How many calls could leave now.</param>
/// <param name="ask">Has the ledger asked for more.</param>
/// <param name="time">Measures how long it is to a turn.</param>
internal sealed class SharedQuota(Func<VendorLimits> limits, Func<int> callsDue, Action ask, TimeProvider time)
    : ICallQuota
{
    /// <summary>
    /// A turn may be used this late: on its way from the ledger it always is, by a little. Later it would come together
    /// with those of other workers.
    /// </summary>
    private static readonly TimeSpan ShortestGrace = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan LongestGrace = TimeSpan.FromMilliseconds(250);

    private const int LongestRun = 4096;

    private readonly long _began = time.GetTimestamp();

    /// <summary>Calls wait in the order of asking; set while none is at the head of the line.</summary>
    private readonly AsyncAutoResetEvent _line = AsyncAutoResetEvent.CreateSet();
    private readonly Lock _lock = new();

    /// <summary>When each call may leave, on the monotonic clock.</summary>
    private readonly Queue<TimeSpan> _turns = new();

    private TaskCompletionSource _given = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan? _givenAt;
    private int _run = 1;
    private bool _isWaitedFor;

    private TimeSpan Now => time.GetElapsedTime(_began);

    /// <summary>What is given at once. Whoever has more is far ahead of the schedule.</summary>
    private int MostAtOnce => AccountSharing.GetMostCalls(limits().CallsPerSecond);

    /// <summary>Whether a call waits for a turn and there is none.</summary>
    public bool IsShort
    {
        get
        {
            lock (_lock)
                return _isWaitedFor;
        }
    }

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await _line.WaitAsync(timeout: null, time, cancellationToken);
        try
        {
            var wait = await TakeAsync(cancellationToken);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, time, cancellationToken);
        }
        finally
        {
            _line.Set();
        }
    }

    /// <summary>
    /// How many turns to ask for: one for each call that is due, and more where the last ones were used up at once.
    /// </summary>
    public int CountMissing()
    {
        lock (_lock)
        {
            DropLate();
            var isFast = _givenAt is { } givenAt && Now - givenAt < AccountSharing.Block;
            _run = isFast ? Math.Min(_run * 2, LongestRun) : 1;
            var due = Math.Max(callsDue(), _isWaitedFor ? 1 : 0);
            return due == 0 ? 0 : Math.Max(0, Math.Min(Math.Max(due, _run), MostAtOnce) - _turns.Count);
        }
    }

    /// <summary>Takes turns that the ledger has given.</summary>
    /// <param name="calls">How many.</param>
    /// <param name="wait">How long it is to the first.</param>
    /// <param name="spacing">How long it is from each to the next.</param>
    public void Add(int calls, TimeSpan wait, TimeSpan spacing)
    {
        if (calls == 0)
            return;
        lock (_lock)
        {
            var now = Now;
            for (var i = 0; i < calls; i++)
            {
                var turn = now + wait + (i * spacing);
                _turns.Enqueue(turn > now ? turn : now);
            }

            _givenAt = now;
            var given = _given;
            _given = new(TaskCreationOptions.RunContinuationsAsynchronously);
            given.SetResult();
        }
    }

    /// <returns>How long it is to the turn that was taken.</returns>
    private async Task<TimeSpan> TakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                Task given;
                TimeSpan? wait = null;
                int left;
                lock (_lock)
                {
                    DropLate();
                    if (_turns.TryDequeue(out var turn))
                        wait = turn - Now;
                    left = _turns.Count;
                    _isWaitedFor = wait is null;
                    given = _given.Task;
                }

                // The next ones are asked for while there are some left, so that no call waits for the ledger.
                if (wait is null || (left <= Math.Min(_run, MostAtOnce) / 2 && callsDue() > left + 1))
                    ask();
                if (wait is { } found)
                    return found;
                await given.WaitAsync(cancellationToken);
            }
        }
        finally
        {
            lock (_lock)
                _isWaitedFor = false;
        }
    }

    private void DropLate()
    {
        var spacing = TimeSpan.FromSeconds(1 / limits().CallsPerSecond);
        var grace = spacing < ShortestGrace ? ShortestGrace : spacing > LongestGrace ? LongestGrace : spacing;
        while (_turns.TryPeek(out var turn) && Now - turn > grace)
            _turns.Dequeue();
    }
}
