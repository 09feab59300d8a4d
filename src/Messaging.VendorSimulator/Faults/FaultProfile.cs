namespace Messaging.VendorSimulator.Faults;

/// <summary>
/// How a vendor misbehaves. The shares of calls are parts of one draw per call, so a call has at most one of those
/// faults and together they are at most 1. Which calls are hit follows from <see cref="Seed"/>, the vendor and the
/// number of the call since the faults were set, and from nothing else.
/// </summary>
public sealed record FaultProfile
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(5);

    /// <summary>Chooses which calls are hit. Default: 0.</summary>
    public int Seed { get; init; }

    /// <summary>Every call is cut off at once, as when the vendor is away. Default: false.</summary>
    public bool Down { get; init; }

    /// <summary>The shortest time before a call is looked at. Default: none. At most 5 minutes.</summary>
    public TimeSpan LatencyMin { get; init; }

    /// <summary>
    /// The longest time before a call is looked at; calls are spread evenly from <see cref="LatencyMin"/> to this.
    /// Default: none, which means <see cref="LatencyMin"/> for every call. At most 5 minutes.
    /// </summary>
    public TimeSpan LatencyMax { get; init; }

    /// <summary>Share of calls answered with HTTP 500, nothing applied. 0 to 1, default 0.</summary>
    public double ServerErrorShare { get; init; }

    /// <summary>
    /// Share of calls answered with HTTP 429 and <see cref="RetryAfter"/>, nothing applied. 0 to 1, default 0.
    /// </summary>
    public double TooManyRequestsShare { get; init; }

    /// <summary>
    /// What a 429 of <see cref="TooManyRequestsShare"/> says in <c>Retry-After</c>, in whole seconds. Default: 1 s, at
    /// most 5 minutes.
    /// </summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Share of calls whose connection is cut before anything is applied. 0 to 1, default 0.</summary>
    public double DropBeforeShare { get; init; }

    /// <summary>
    /// Share of calls that are applied and whose connection is then cut without an answer. 0 to 1, default 0.
    /// </summary>
    public double DropAfterShare { get; init; }

    /// <summary>Share of calls answered with HTTP 200 and a page of HTML, nothing applied. 0 to 1, default 0.</summary>
    public double GarbageBeforeShare { get; init; }

    /// <summary>
    /// Share of calls that are applied and answered with HTTP 200 and a page of HTML. 0 to 1, default 0.
    /// </summary>
    public double GarbageAfterShare { get; init; }

    /// <summary>
    /// Share of calls that are applied and whose successful answer has <c>"data":null</c>. 0 to 1, default 0.
    /// </summary>
    public double NullDataShare { get; init; }

    /// <summary>
    /// Share of orders that are applied but left out of the answer, at Polyv and Fengchao. 0 to 1, default 0.
    /// </summary>
    public double MissingOrderShare { get; init; }

    /// <summary>
    /// Share of orders that Fengchao answers with "being processed" and does not apply. 0 to 1, default 0.
    /// </summary>
    public double BeingProcessedShare { get; init; }

    /// <summary>
    /// Whether an order whose number contains <c>-POISON</c> makes Polyv and Fengchao refuse its whole call. Default:
    /// false.
    /// </summary>
    public bool PoisonedOrders { get; init; }

    /// <summary>
    /// Whether every text of an answer repeats what the call carried, its signature included. Default: false.
    /// </summary>
    public bool QuotesCalls { get; init; }

    internal (CallFault Fault, double Share)[] CallShares() =>
    [
        (CallFault.ServerError, ServerErrorShare), (CallFault.TooManyRequests, TooManyRequestsShare),
        (CallFault.DropBefore, DropBeforeShare), (CallFault.DropAfter, DropAfterShare),
        (CallFault.GarbageBefore, GarbageBeforeShare), (CallFault.GarbageAfter, GarbageAfterShare),
        (CallFault.NullData, NullDataShare),
    ];

    internal IEnumerable<string> FindErrors(string path)
    {
        var callShares = CallShares();
        IEnumerable<(string Name, double Share)> shares =
        [
            .. callShares.Select(call => ($"{call.Fault}Share", call.Share)),
            (nameof(MissingOrderShare), MissingOrderShare),
            (nameof(BeingProcessedShare), BeingProcessedShare),
        ];
        foreach (var (name, share) in shares.Where(share => share.Share is not (>= 0 and <= 1)))
            yield return $"{path}:{name}: {share} is outside 0 to 1.";
        var together = callShares.Sum(call => call.Share);
        // Tolerates rounding: ten shares of 0.1 can add up to a little more than 1.
        if (together > 1 + 1e-9)
            yield return $"{path}: the shares of calls are {together} together; a call has one fault, so they are at "
                + "most 1.";
        IEnumerable<(string Name, TimeSpan Wait)> waits =
        [
            (nameof(LatencyMin), LatencyMin),
            (nameof(LatencyMax), LatencyMax),
            (nameof(RetryAfter), RetryAfter),
        ];
        foreach (var (name, wait) in waits.Where(wait => wait.Wait < TimeSpan.Zero || wait.Wait > MaxWait))
            yield return $"{path}:{name}: {wait} is outside 0 to 5 minutes.";
        if (LatencyMax > TimeSpan.Zero && LatencyMax < LatencyMin)
            yield return $"{path}:LatencyMax: {LatencyMax} is less than LatencyMin, {LatencyMin}.";
    }
}
