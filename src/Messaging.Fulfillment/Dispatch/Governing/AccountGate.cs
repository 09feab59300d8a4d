using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Dispatch.Governing;

/// <summary>
/// Closes an account to calls while calling it is pointless: after several calls in a row that failed, after one that the vendor refused
/// for the account itself, and for as long as the vendor asks to be left alone. When the time has come one small call, the probe, finds
/// out whether it opens again. Not safe for use by several threads.
/// </summary>
/// <param name="limits">How many failures in a row close it, and the longest time between two probes.</param>
/// <param name="time">The clock.</param>
/// <param name="jitter">A random number from 0 to 1, so that many accounts do not probe a vendor at the same moment.</param>
internal sealed class AccountGate(Func<VendorLimits> limits, TimeProvider time, Func<double> jitter)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    private int _failures;

    /// <summary>Why it is closed; null while it is open.</summary>
    public Closure? Closure { get; private set; }

    /// <summary>When a call last showed that the vendor works for this account.</summary>
    public DateTimeOffset LastSuccess { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>Whether calls may leave, and which.</summary>
    public GateState State => Closure switch
    {
        null => GateState.Open,
        { Until: var until } when time.GetUtcNow() < until => GateState.Closed,
        _ => GateState.Probing,
    };

    /// <summary>Takes note of what came of a call.</summary>
    /// <param name="fault">Why it failed as a whole; null when the vendor answered for each order.</param>
    /// <param name="began">When it left.</param>
    /// <returns>True when the gate closed, opened, or closed for a longer time.</returns>
    public bool Answered(CallFault? fault, DateTimeOffset began)
    {
        var now = time.GetUtcNow();
        switch (fault)
        {
            // A refused call was read and judged: the vendor works.
            case null or { Kind: CallFaultKind.Refused }:
                LastSuccess = now;
                _failures = 0;
                return IsProbe(began) && Open();
            case { Kind: CallFaultKind.Account }:
                return Close(ClosureCause.Account, fault, began, now, after: null);
            case { Kind: CallFaultKind.RateLimited, RetryAfter: { } after }:
                return Close(ClosureCause.RateLimit, fault, began, now, after);
            case { RetryAfter: { } after }:
                return Close(ClosureCause.Outage, fault, began, now, after);
            default:
                _failures++;
                return (IsProbe(began) || (Closure is null && _failures >= limits().FailuresToClose))
                    && Close(ClosureCause.Outage, fault, began, now, after: null);
        }
    }

    /// <summary>Whether its closure <see cref="Closure.IsOver"/>.</summary>
    public bool IsTimeOver => Closure?.IsOver(State) ?? false;

    /// <summary>How long until the next call; zero or more.</summary>
    public TimeSpan TimeLeft => Closure is { } closure && closure.Until - time.GetUtcNow() is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    /// <summary>Opens it when <see cref="IsTimeOver"/>.</summary>
    /// <returns>True when it opened.</returns>
    public bool OpenIfTimeIsOver() => IsTimeOver && Open();

    /// <summary>Lets the next probe leave now: the settings have changed, and that may have mended it.</summary>
    /// <returns>True when it was closed.</returns>
    public bool ProbeNow()
    {
        if (Closure is not { Cause: ClosureCause.Account } closure)
            return false;
        Closure = closure with { Until = time.GetUtcNow(), Probes = 0 };
        return true;
    }

    /// <summary>Only a call that left after the pause can tell whether the vendor has recovered.</summary>
    private bool IsProbe(DateTimeOffset began) => Closure is { } closure && began >= closure.Until;

    private bool Open()
    {
        Closure = null;
        _failures = 0;
        return true;
    }

    private bool Close(ClosureCause cause, CallFault fault, DateTimeOffset began, DateTimeOffset now, TimeSpan? after)
    {
        var probes = IsProbe(began) ? Closure!.Probes + 1 : Closure?.Probes ?? 0;
        var until = now + (after ?? Pause(probes));
        if (Closure is { } closed && !IsProbe(began))
        {
            // It left before the gate closed: that can make the closure graver, or longer where the vendor named a time; never shorter.
            if (cause <= closed.Cause && (after is null || until <= closed.Until))
                return false;
            cause = cause > closed.Cause ? cause : closed.Cause;
            until = until > closed.Until ? until : closed.Until;
        }

        Closure = new(cause, $"{fault.Code}: {fault.Message}".TrimStart(':', ' '), Closure?.Since ?? now, until, until - now, probes);
        return true;
    }

    /// <summary>Doubles with each probe that failed, up to the longest; then takes from three quarters to the whole of it.</summary>
    private TimeSpan Pause(int probes)
    {
        var doubled = FirstPause * Math.Pow(2, Math.Min(probes, 20));
        var longest = limits().MaxProbeInterval;
        return (doubled < longest ? doubled : longest) * (0.75 + (jitter() / 4));
    }
}

/// <summary>What an account's gate lets through.</summary>
internal enum GateState
{
    /// <summary>Every call.</summary>
    Open,

    /// <summary>One small call, which decides whether it opens.</summary>
    Probing,

    /// <summary>Nothing yet.</summary>
    Closed,
}
