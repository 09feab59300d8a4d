namespace Messaging.Fulfillment.Dispatch.Limiting;

/// <summary>Why an account's circuit breaker is open: no call leaves until <paramref name="Until"/>.</summary>
/// <param name="Cause">What has to change.</param>
/// <param name="Reason">What the vendor said, as class and code; never its text, which may quote an order.</param>
/// <param name="Since">When the breaker opened.</param>
/// <param name="Until">When the next call may leave.</param>
/// <param name="Pause">The time to <paramref name="Until"/>, at the moment of the decision.</param>
/// <param name="Probes">How many probes have failed since.</param>
/// <param name="IsInferred">Whether it was inferred from refusals that orders may have brought about.</param>
internal sealed record Suspension(
    SuspensionCause Cause,
    string Reason,
    DateTimeOffset Since,
    DateTimeOffset Until,
    TimeSpan Pause,
    int Probes,
    bool IsInferred = false)
{
    /// <summary>
    /// Whether it was for a time only, and that is over. Other suspensions end with a probe that succeeds.
    /// </summary>
    /// <param name="state">The breaker's state now.</param>
    public bool IsOver(BreakerState state) => Cause is SuspensionCause.RateLimit && state is BreakerState.HalfOpen;

    /// <summary>The state of a breaker that is not closed for it.</summary>
    public BreakerState GetState(DateTimeOffset now) => now < Until ? BreakerState.Open : BreakerState.HalfOpen;

    /// <summary>The same with the times of a clock that is ahead by <paramref name="difference"/>.</summary>
    public Suspension Shift(TimeSpan difference) =>
        this with { Since = Since + difference, Until = Until + difference };

    /// <summary>Whether it closes the account for a graver cause than <paramref name="other"/>, or longer.</summary>
    /// <param name="other">Another suspension of the account; null where it is not suspended.</param>
    public bool IsGraverThan(Suspension? other) =>
        other is null || Cause > other.Cause || (Cause == other.Cause && Until > other.Until);

    /// <summary>What happens next, and what an operator has to do.</summary>
    public string DescribeNext(string vendor, string account) => Cause switch
    {
        SuspensionCause.RateLimit => $"goes on at {Until:O}, as the vendor asked",
        SuspensionCause.Unexplained =>
            $"look the code up and add a rule to the Classification of {vendor}; one order is tried at {Until:O}",
        SuspensionCause.Outage => $"one order is tried at {Until:O}",
        SuspensionCause.Account =>
            $"correct the settings of account {account} of {vendor}, or its permissions there; "
            + $"one order is tried at {Until:O} and whenever the settings change",
        _ => throw new InvalidOperationException($"Unknown cause: {Cause}."),
    };
}
