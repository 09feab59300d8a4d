using System.Diagnostics;

namespace Messaging.Fulfillment.Testing;

/// <summary>
/// Waits for effects of other processes and threads. Prefer a fake clock where one can be used.
/// </summary>
public static class Eventually
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until <paramref name="condition"/> holds.</summary>
    /// <param name="condition">Asked every 20 ms.</param>
    /// <param name="expectation">
    /// What is expected, for the message of the <see cref="TimeoutException"/>.
    /// </param>
    /// <param name="timeout">How long to wait; 30 seconds if left out.</param>
    /// <param name="details">Describes the state for that message; called only after a timeout.</param>
    public static Task TrueAsync(
        Func<bool> condition, string expectation, TimeSpan? timeout = null, Func<Task<string>>? details = null) =>
        TrueAsync(() => Task.FromResult(condition()), expectation, timeout, details);

    /// <inheritdoc cref="TrueAsync(Func{bool}, string, TimeSpan?, Func{Task{string}}?)"/>
    public static async Task TrueAsync(
        Func<Task<bool>> condition, string expectation, TimeSpan? timeout = null, Func<Task<string>>? details = null)
    {
        var limit = timeout ?? DefaultTimeout;
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(started) > limit)
            {
                var how = details is null ? "" : $" ({await details()})";
                throw new TimeoutException($"Not within {limit.TotalSeconds:0.###} s: {expectation}{how}");
            }

            await Task.Delay(PollInterval, TimeProvider.System);
        }
    }
}
