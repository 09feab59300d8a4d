using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Dispatch.Limiting;

/// <summary>
/// The circuit breaker of an account. It opens after several failed calls in a row that no single order explains, after
/// one call that the vendor refused because of the account itself, and for as long as the vendor asks for. Then one
/// small call, the probe, decides whether it closes.
/// </summary>
/// <remarks>
/// <para>Polly's breaker opens for a rate of failures and a fixed time; this one also knows causes, times named by the
/// vendor, and settings that were corrected.</para>
/// <list type="table">
/// <item>
/// <term>Closed → Open</term><description>failures in a row, account not accepted, or Retry-After</description>
/// </item>
/// <item><term>Open → HalfOpen</term><description>the pause is over, or the settings were changed</description></item>
/// <item>
/// <term>HalfOpen → Closed</term><description>the probe succeeded; after a rate limit without a probe</description>
/// </item>
/// <item><term>HalfOpen → Open</term><description>the probe failed; the pause doubles</description></item>
/// </list>
/// <para>Not thread-safe.</para>
/// </remarks>
/// <param name="limits">How many failures in a row open it, and the longest time between two probes.</param>
/// <param name="jitter">
/// A random number from 0 to 1, so that many accounts do not probe a vendor at the same moment.
/// </param>
internal sealed class AccountBreaker(Func<VendorLimits> limits, TimeProvider time, Func<double> jitter)
{
    /// <summary>
    /// The longest pause where orders may have brought the refusals about: a good one that comes is not to wait long
    /// for its turn to show it, and the vendor is there to answer.
    /// </summary>
    private static readonly TimeSpan LongestInferredPause = TimeSpan.FromSeconds(1.5);

    private readonly FailureStreak _streak = new();

    /// <summary>Why it is not closed; null while it is.</summary>
    public Suspension? Suspension { get; private set; }

    /// <summary>When a call last showed that the vendor works for this account.</summary>
    public DateTimeOffset LastSuccess { get; private set; } = DateTimeOffset.MinValue;

    public BreakerState State => Suspension?.GetState(time.GetUtcNow()) ?? BreakerState.Closed;

    /// <summary>Whether the suspension <see cref="Suspension.IsOver"/>.</summary>
    public bool IsTimeOver => Suspension?.IsOver(State) ?? false;

    /// <summary>How long until the next call; zero or more.</summary>
    public TimeSpan TimeLeft =>
        Suspension is { } suspension && suspension.Until - time.GetUtcNow() is var left && left > TimeSpan.Zero
            ? left
            : TimeSpan.Zero;

    /// <summary>Learns from the answer to a call.</summary>
    /// <param name="fault">Why it failed as a whole; null when the vendor answered for each order.</param>
    /// <param name="began">When it left.</param>
    /// <param name="orderNos">The orders that it carried; read only where one of them may be at fault.</param>
    /// <returns>True when the suspension began, ended or was prolonged.</returns>
    public bool Record(CallFault? fault, DateTimeOffset began, IEnumerable<string> orderNos)
    {
        var now = time.GetUtcNow();
        var response = fault is null or { NamesOrder: true } ? (FaultResponse?)null : FaultResponse.For(fault.Kind);
        switch (response?.Account ?? AccountFate.Works, fault?.RetryAfter)
        {
            case (AccountFate.Works, _):
                LastSuccess = now;
                _streak.Clear();
                return IsProbe(began) && Close();
            case (AccountFate.NotAccepted, _):
                return Open(SuspensionCause.Account, fault!, began, now, after: null);
            case (AccountFate.Throttled, { } after):
                return Open(SuspensionCause.RateLimit, fault!, began, now, after);
            case (_, { } after) when !response!.Value.MayBeOneOrder:
                return Open(SuspensionCause.Outage, fault!, began, now, after);
            case (_, var after):
                _streak.Add(fault!, orderNos);
                return FindCause(fault!.Kind, began) is { } cause && Open(cause, fault!, began, now, after);
        }
    }

    /// <summary>Closes it when <see cref="IsTimeOver"/>.</summary>
    /// <returns>True when it closed.</returns>
    public bool CloseIfTimeIsOver() => IsTimeOver && Close();

    /// <summary>
    /// Lets the next probe leave now where the account was not accepted: changed settings may have corrected that.
    /// </summary>
    /// <returns>True when such a probe may leave.</returns>
    public bool ProbeNow()
    {
        if (Suspension is not { Cause: SuspensionCause.Account } suspension)
            return false;
        Suspension = suspension with { Until = time.GetUtcNow(), Probes = 0 };
        return true;
    }

    /// <summary>Takes over what another worker has found out.</summary>
    /// <param name="suspension">Why it is not closed; null where it is.</param>
    public void Hear(Suspension? suspension)
    {
        if (suspension is null)
            Close();
        else
            Suspension = suspension;
    }

    /// <summary>Only a call that left after the pause can tell whether the vendor has recovered.</summary>
    private bool IsProbe(DateTimeOffset began) => Suspension is { } suspension && began >= suspension.Until;

    /// <summary>Why it has to open after the calls that failed in a row; null where it has not.</summary>
    private SuspensionCause? FindCause(CallFaultKind kind, DateTimeOffset began)
    {
        if (_streak.ConfirmsSuspicion)
            return SuspensionCause.Account;
        if (!IsProbe(began) && (Suspension is not null || !_streak.IsOutage(limits().FailuresToClose)))
            return null;
        if (Suspension?.Cause is SuspensionCause.Account)
            return SuspensionCause.Account;
        return kind is CallFaultKind.Unexplained ? SuspensionCause.Unexplained : SuspensionCause.Outage;
    }

    private bool Close()
    {
        Suspension = null;
        _streak.Clear();
        return true;
    }

    private bool Open(SuspensionCause cause, CallFault fault, DateTimeOffset began, DateTimeOffset now, TimeSpan? after)
    {
        var probes = IsProbe(began) ? Suspension!.Probes + 1 : Suspension?.Probes ?? 0;
        var isInferred = fault.Kind is CallFaultKind.Unexplained or CallFaultKind.AccountSuspected;
        var until = now + (after ?? PauseAfter(probes, isInferred));
        if (Suspension is { } current && !IsProbe(began))
        {
            // The call left before the breaker opened. It can make the cause graver, or the pause longer where the
            // vendor named a time; never shorter.
            if (cause <= current.Cause && (after is null || until <= current.Until))
                return false;
            cause = cause > current.Cause ? cause : current.Cause;
            until = until > current.Until ? until : current.Until;
        }

        // The vendor's text may quote an order; what is said here is read by those who work on others.
        Suspension = new(cause, fault.Summary, Suspension?.Since ?? now, until, until - now, probes, isInferred);
        return true;
    }

    private TimeSpan PauseAfter(int probes, bool isInferred)
    {
        var longest = limits().MaxProbeInterval;
        if (isInferred && longest > LongestInferredPause)
            longest = LongestInferredPause;
        return new Backoff(TimeSpan.FromSeconds(1), longest, Fixed: 0.75).GetDelay(probes + 1, jitter());
    }
}
