using System.Runtime.InteropServices;

namespace Messaging.Fulfillment.Dispatch.Calls;

/// <summary>
/// Remembers which orders of an account failed in a call of their own, and whether others passed meanwhile. In memory:
/// after a restart counting begins anew.
/// </summary>
internal sealed class LoneFailures
{
    /// <summary>Beyond so many, all are forgotten: it costs them a few more calls.</summary>
    private const int MostRemembered = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, (Count Count, DateTimeOffset At)> _failures = [];

    /// <summary>Adds a failure.</summary>
    /// <param name="eventId">The order event.</param>
    /// <param name="lastSuccess">When a call of the account last went well.</param>
    /// <param name="now">When this one failed.</param>
    /// <returns>The order's failures, this one included.</returns>
    public Count Add(Guid eventId, DateTimeOffset lastSuccess, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (!_failures.TryGetValue(eventId, out var before))
            {
                if (_failures.Count >= MostRemembered)
                    _failures.Clear();
                before = (default, now);
            }

            var othersPassed = lastSuccess > before.At;
            var count = new Count(before.Count.Total + 1, before.Count.WhileOthersPassed + (othersPassed ? 1 : 0));
            // Where nothing passed, the next success is still one since the failure before.
            _failures[eventId] = (count, othersPassed ? now : before.At);
            return count;
        }
    }

    /// <summary>The order is settled.</summary>
    public void Forget(Guid eventId)
    {
        lock (_lock)
            _failures.Remove(eventId);
    }

    /// <summary>How often an order failed in a call of its own.</summary>
    /// <param name="Total">In all.</param>
    /// <param name="WhileOthersPassed">After others had passed since its failure before.</param>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Count(int Total, int WhileOthersPassed);
}
