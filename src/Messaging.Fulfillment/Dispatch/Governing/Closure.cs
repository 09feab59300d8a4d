namespace Messaging.Fulfillment.Dispatch.Governing;

/// <summary>Why an account of a vendor is closed: no call leaves until <paramref name="Until"/>.</summary>
/// <param name="Cause">What has to change.</param>
/// <param name="Reason">The vendor's code and words.</param>
/// <param name="Since">When it closed.</param>
/// <param name="Until">When the next call leaves.</param>
/// <param name="Pause">How long that was to be when it was decided.</param>
/// <param name="Probes">How many calls have found it still closed.</param>
internal sealed record Closure(ClosureCause Cause, string Reason, DateTimeOffset Since, DateTimeOffset Until, TimeSpan Pause, int Probes)
{
    /// <summary>Whether it was for a time only, and that is over; others end by a probe.</summary>
    /// <param name="state">What the gate lets through.</param>
    public bool IsOver(GateState state) => Cause is ClosureCause.RateLimit && state is GateState.Probing;

    /// <summary>What an operator can expect or has to do.</summary>
    public string Next(string vendor, string account) => Cause switch
    {
        ClosureCause.RateLimit => $"goes on at {Until:O}, as the vendor asked",
        ClosureCause.Outage => $"one order is tried at {Until:O}",
        ClosureCause.Account =>
            $"correct the settings of account {account} of {vendor}, or its permissions there; one order is tried at {Until:O} and whenever the settings change",
        _ => throw new InvalidOperationException($"Unknown cause: {Cause}."),
    };
}

/// <summary>The kinds of closure.</summary>
internal enum ClosureCause
{
    /// <summary>The vendor named a time to come back.</summary>
    RateLimit,

    /// <summary>Call after call failed.</summary>
    Outage,

    /// <summary>The vendor does not accept the account.</summary>
    Account,
}
