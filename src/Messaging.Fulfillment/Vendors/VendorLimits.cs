using Messaging.Fulfillment.Settings;

namespace Messaging.Fulfillment.Vendors;

/// <summary>
/// Where a vendor is and how much it may be asked. None of the vendors publishes its limits: these are defaults to
/// start from.
/// </summary>
public abstract class VendorLimits : IValidatedSettings
{
    private const int MaxPrefetch = ushort.MaxValue;

    /// <summary>The most orders that the vendor's page allows in one call.</summary>
    protected abstract int MaxOrdersPerCall { get; }

    /// <summary>The names of the configured accounts, which stand below the section's <c>Accounts</c>.</summary>
    public abstract IReadOnlyCollection<string> AccountNames { get; }

    /// <summary>
    /// Scheme, host and port of the vendor's API; no user, query or fragment. Default: the vendor's documented address.
    /// </summary>
    public Uri? BaseUrl { get; set; }

    /// <summary>
    /// Where calls are posted to. An unsigned call is sent there to find out whether the vendor can be reached.
    /// </summary>
    public virtual Uri CallAddress => BaseUrl!;

    /// <summary>Orders in one call, from 1 to what the vendor's page allows. Default: what the page allows.</summary>
    public int OrdersPerCall { get; set; }

    /// <summary>How long an order may wait for others to fill its call. Default: 1 s.</summary>
    public TimeSpan BatchTimeLimit { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Messages taken from the queue into the ledger at once. Default: 250.</summary>
    public int BatchSize { get; set; } = 250;

    /// <summary>
    /// Batches taken at the same time. Times <see cref="BatchSize"/> it is the prefetch count, at most 65,535. Default:
    /// 2.
    /// </summary>
    public int ConcurrentBatches { get; set; } = 2;

    /// <summary>
    /// How long an order may wait for others to fill its call while more are streaming in from a backlog, at least
    /// <see cref="BatchTimeLimit"/>. Default: 10 s.
    /// </summary>
    public TimeSpan BacklogTimeLimit { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Orders in this process that are claimed and not settled, 1 to 1,000,000. Bounds its memory; what is beyond stays
    /// with the broker, or in the ledger where other accounts have orders waiting. Default: two full calls for each
    /// account, within 20,000 and 200,000.
    /// </summary>
    public int? MaxOrdersInFlight { get; set; }

    /// <summary>
    /// Calls per second and account, of all workers of a ledger together, 0.001 to 100,000. Default: the vendor's, see
    /// its options.
    /// </summary>
    public double CallsPerSecond { get; set; } = 10;

    /// <summary>
    /// Calls that may leave at once after a quiet time, per account. Default: 1, so that calls leave evenly and no
    /// window of a second sees more than <see cref="CallsPerSecond"/>, however the vendor counts. Where several workers
    /// can share the account each call may be late by a twentieth of a second, or by the time between two calls where
    /// that is longer, up to a quarter: a window may see as much more.
    /// </summary>
    public int Burst { get; set; } = 1;

    /// <summary>
    /// Calls in flight at the same time, per account, in all workers of a ledger. While the vendor is overloaded
    /// (time-outs, refusals, slower answers) there are fewer. Default: 4.
    /// </summary>
    public int MaxCallsInFlight { get; set; } = 4;

    /// <summary>How long one attempt may take before its outcome is unknown. Default: 10 s.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How often a call with a transient fault is sent again at once, before its orders wait in the ledger. Default: 2.
    /// </summary>
    public int QuickRetries { get; set; } = 2;

    /// <summary>
    /// Delay before the first quick retry; doubles, with jitter. A vendor's own delay longer than ten times this is
    /// left to the ledger. Default: 200 ms.
    /// </summary>
    public TimeSpan QuickRetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Calls of an account that fail one after the other before it is suspended: nothing is sent but a probe of one
    /// order now and then, until one succeeds. Default: 5.
    /// </summary>
    public int FailuresToClose { get; set; } = 5;

    /// <summary>
    /// The longest time between two probes of a suspended account; the first comes after a second. Default: 30 s.
    /// </summary>
    public TimeSpan MaxProbeInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The longest answer that is read, in bytes; a longer one is an unknown outcome. Default: 4 MiB.
    /// </summary>
    public int MaxAnswerBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Rules that go before the built-in classification of the vendor's answers. Default: none.</summary>
    public List<ClassificationRule> Classification { get; set; } = [];

    /// <summary>
    /// The rules that come after <see cref="Classification"/>, from the vendor's pages; empty where it has none.
    /// </summary>
    public virtual IReadOnlyList<ClassificationRule> BuiltInClassification => [];

    /// <summary><see cref="MaxOrdersInFlight"/>, or what it is by default.</summary>
    internal int OrdersInFlight =>
        MaxOrdersInFlight ?? (int)Math.Clamp(2L * OrdersPerCall * AccountNames.Count, 20_000, 200_000);

    /// <summary>
    /// How many orders of one account may wait here before the rest are kept in the ledger, so that others have room.
    /// One that has the vendor for itself may fill the room.
    /// </summary>
    internal int OrdersInFlightPerAccount => AccountNames.Count <= 1
        ? int.MaxValue
        : Math.Max(OrdersInFlight / AccountNames.Count, OrdersPerCall * (MaxCallsInFlight + 1));

    /// <inheritdoc/>
    public virtual IEnumerable<string> FindErrors(string path)
    {
        // Never shown: it may be a secret in the wrong place.
        if (BaseUrl is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
            yield return $"{path}:BaseUrl: is not an absolute http or https address.";
        else if (BaseUrl.UserInfo.Length > 0 || BaseUrl.OriginalString.AsSpan().ContainsAny('?', '#'))
            yield return $"{path}:BaseUrl: has a user, a query or a fragment; give scheme, host, port and path only.";
        if (OrdersPerCall < 1 || OrdersPerCall > MaxOrdersPerCall)
            yield return $"{path}:OrdersPerCall: {OrdersPerCall} is outside 1 to {MaxOrdersPerCall}, the vendor's "
                + "limit.";
        if (BatchTimeLimit <= TimeSpan.Zero || BatchTimeLimit > TimeSpan.FromMinutes(1))
            yield return $"{path}:BatchTimeLimit: {BatchTimeLimit} is outside 0 to 1 minute.";
        if (BacklogTimeLimit < BatchTimeLimit || BacklogTimeLimit > TimeSpan.FromMinutes(5))
            yield return $"{path}:BacklogTimeLimit: {BacklogTimeLimit} is outside BatchTimeLimit ({BatchTimeLimit}) "
                + "to 5 minutes.";
        if (BatchSize < 1 || ConcurrentBatches < 1 || (long)BatchSize * ConcurrentBatches > MaxPrefetch)
        {
            yield return $"{path}:BatchSize × ConcurrentBatches: {BatchSize} × {ConcurrentBatches} is the prefetch "
                + $"count and has to be from 1 to {MaxPrefetch}.";
        }

        if (MaxOrdersInFlight is < 1 or > 1_000_000)
            yield return $"{path}:MaxOrdersInFlight: {MaxOrdersInFlight} is outside 1 to 1,000,000.";

        if (CallsPerSecond is not (>= 0.001 and <= 100_000))
            yield return $"{path}:CallsPerSecond: {CallsPerSecond} is outside 0.001 to 100,000.";
        if (Burst is < 1 or > 100_000)
            yield return $"{path}:Burst: {Burst} is outside 1 to 100,000.";
        if (MaxCallsInFlight is < 1 or > 1000)
            yield return $"{path}:MaxCallsInFlight: {MaxCallsInFlight} is outside 1 to 1,000.";
        if (AttemptTimeout <= TimeSpan.Zero || AttemptTimeout > TimeSpan.FromMinutes(5))
            yield return $"{path}:AttemptTimeout: {AttemptTimeout} is outside 0 to 5 minutes.";
        if (QuickRetries is < 0 or > 10)
            yield return $"{path}:QuickRetries: {QuickRetries} is outside 0 to 10.";
        if (QuickRetryDelay <= TimeSpan.Zero || QuickRetryDelay > TimeSpan.FromSeconds(10))
            yield return $"{path}:QuickRetryDelay: {QuickRetryDelay} is outside 0 to 10 seconds.";
        if (FailuresToClose is < 1 or > 1000)
            yield return $"{path}:FailuresToClose: {FailuresToClose} is outside 1 to 1,000.";
        if (MaxProbeInterval < TimeSpan.FromSeconds(1) || MaxProbeInterval > TimeSpan.FromHours(1))
            yield return $"{path}:MaxProbeInterval: {MaxProbeInterval} is outside 1 second to 1 hour.";
        if (MaxAnswerBytes is < 1024 or > 64 * 1024 * 1024)
            yield return $"{path}:MaxAnswerBytes: {MaxAnswerBytes} is outside 1,024 to 67,108,864.";
        foreach (var error in Classification.SelectMany((rule, i) => rule.FindErrors($"{path}:Classification:{i}")))
            yield return error;
    }
}
