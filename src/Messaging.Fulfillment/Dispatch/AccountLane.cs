using System.Threading.Channels;
using Messaging.Contracts;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Dispatch;

/// <summary>
/// The orders of one account that wait for a call. A call leaves when it is full or when its oldest order has waited long enough, and is
/// filled at the last moment, after the governor has let it through: under load every call is full.
/// </summary>
internal sealed class AccountLane<TEvent>(
    Func<VendorLimits> limits,
    CallGovernor governor,
    TimeProvider time,
    Func<IReadOnlyList<InFlightOrder<TEvent>>, Task> call)
    where TEvent : class, IOrderEvent
{
    private readonly Lock _lock = new();
    private readonly Queue<InFlightOrder<TEvent>> _waiting = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Enqueue(IEnumerable<InFlightOrder<TEvent>> orders)
    {
        lock (_lock)
        {
            foreach (var order in orders)
                _waiting.Enqueue(order);
        }

        _wake.Writer.TryWrite(true);
    }

    /// <summary>Starts calls until cancelled; those that are on the wire then go on.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await WaitForCallAsync(cancellationToken);
            await governor.EnterAsync(cancellationToken);
            _ = SendAsync(Take());
        }
    }

    private async Task SendAsync(List<InFlightOrder<TEvent>> orders)
    {
        try
        {
            if (orders.Count > 0)
                await call(orders);
        }
        finally
        {
            governor.Leave();
        }
    }

    /// <summary>Returns when a call is worth sending: full, or its oldest order has waited long enough.</summary>
    private async Task WaitForCallAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var wait = TimeToWait();
            if (wait <= TimeSpan.Zero)
                return;

            using var patience = wait is { } limited ? new CancellationTokenSource(limited, time) : new CancellationTokenSource();
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            try
            {
                await _wake.Reader.ReadAsync(either.Token);
            }
            catch (OperationCanceledException) when (patience.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>How long the oldest order can still wait; zero when a call is due, null when nothing waits.</summary>
    private TimeSpan? TimeToWait()
    {
        lock (_lock)
        {
            if (!_waiting.TryPeek(out var oldest))
                return null;
            if (_waiting.Count >= limits().OrdersPerCall || oldest.Entry.Alone)
                return TimeSpan.Zero;
            return oldest.WaitsUntil - time.GetUtcNow();
        }
    }

    private List<InFlightOrder<TEvent>> Take()
    {
        var limit = limits().OrdersPerCall;
        var taken = new List<InFlightOrder<TEvent>>(limit);
        lock (_lock)
        {
            while (taken.Count < limit && _waiting.TryPeek(out var order))
            {
                // An order that has to go alone neither joins a call nor lets others join.
                if (order.Entry.Alone && taken.Count > 0)
                    break;
                taken.Add(_waiting.Dequeue());
                if (order.Entry.Alone)
                    break;
            }
        }

        return taken;
    }
}
