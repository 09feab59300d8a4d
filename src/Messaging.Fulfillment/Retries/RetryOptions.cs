using Messaging.Fulfillment.Settings;

namespace Messaging.Fulfillment.Retries;

/// <summary>
/// When an order that could not be finished is tried again. Read from the section <c>Ledger</c>, where these settings
/// have always been.
/// </summary>
public sealed class RetryOptions : IValidatedSettings
{
    /// <summary>
    /// The age from which an order event is given up instead of deferred, 1 min to 30 days. Default: 24 h.
    /// </summary>
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// Delay before an order's first durable retry, 100 ms to 1 h; doubles with each attempt, with jitter. Default: 2
    /// s.
    /// </summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest delay between two attempts, <see cref="RetryDelay"/> to 24 h. Default: 10 min.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The delays as a backoff.</summary>
    internal Backoff Backoff => new(RetryDelay, MaxRetryDelay);

    /// <inheritdoc/>
    public IEnumerable<string> FindErrors(string path)
    {
        if (GiveUpAfter < TimeSpan.FromMinutes(1) || GiveUpAfter > TimeSpan.FromDays(30))
            yield return $"{path}:GiveUpAfter: {GiveUpAfter} is outside 1 minute to 30 days.";
        if (RetryDelay < TimeSpan.FromMilliseconds(100) || RetryDelay > TimeSpan.FromHours(1))
            yield return $"{path}:RetryDelay: {RetryDelay} is outside 100 milliseconds to 1 hour.";
        if (MaxRetryDelay < RetryDelay || MaxRetryDelay > TimeSpan.FromHours(24))
            yield return $"{path}:MaxRetryDelay: {MaxRetryDelay} is outside RetryDelay ({RetryDelay}) to 24 hours.";
    }
}
