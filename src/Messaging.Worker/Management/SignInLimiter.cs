using System.Net;
using System.Threading.RateLimiting;

namespace Messaging.Worker.Management;

/// <summary>
/// Passwords cannot be tried without end: neither those of one person, from wherever, nor by one address, for whomever.
/// Scripts, with their keys, do not pass here, so that nobody is locked out of the API by somebody else's guesses.
/// </summary>
internal sealed class SignInLimiter : IDisposable
{
    /// <summary>In characters: what is longer is nobody's name.</summary>
    public const int LongestName = 64;

    /// <summary>How often one name, and one address, may be tried in <see cref="Window"/>.</summary>
    public const int PerName = 10;

    /// <inheritdoc cref="PerName"/>
    public const int PerAddress = 20;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly PartitionedRateLimiter<Attempt> _limiter = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<Attempt, IPAddress>(attempt => Limit(attempt.Address, PerAddress)),
        PartitionedRateLimiter.Create<Attempt, string>(attempt => Limit(attempt.Name, PerName)));

    /// <summary>Whether somebody may try now; counts the attempt.</summary>
    public bool TryTake(IPAddress? address, string name)
    {
        using var lease = _limiter.AttemptAcquire(new(address ?? IPAddress.None, name.ToUpperInvariant()));
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();

    private static RateLimitPartition<T> Limit<T>(T of, int attempts) => RateLimitPartition.GetFixedWindowLimiter(
        of, _ => new FixedWindowRateLimiterOptions { PermitLimit = attempts, Window = Window });

    private sealed record Attempt(IPAddress Address, string Name);
}
