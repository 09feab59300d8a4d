namespace Messaging.Fulfillment.Vendors;

/// <summary>What every vendor's configuration section has.</summary>
/// <typeparam name="TAccount">The vendor's credentials.</typeparam>
public abstract class VendorOptions<TAccount> : VendorLimits
    where TAccount : AccountOptions, new()
{
    /// <summary>The accounts, by the name that order events use; at least one. Names are compared without regard to case.</summary>
    public Dictionary<string, TAccount> Accounts { get; set; } = new(StringComparer.OrdinalIgnoreCase);
}

/// <summary>Where a vendor is and how much it may be asked. None of the vendors publishes its limits: these are defaults to start from.</summary>
public abstract class VendorLimits
{
    /// <summary>Scheme, host and port of the vendor's API. Default: the vendor's documented address.</summary>
    public Uri? BaseUrl { get; set; }

    /// <summary>Orders in one call, from 1 to what the vendor's page allows. Default: what the page allows.</summary>
    public int OrdersPerCall { get; set; }

    /// <summary>How long an order may wait for others to fill its call. Default: 1 s.</summary>
    public TimeSpan BatchTimeLimit { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Messages taken from the queue as one batch, 1 to 65,535. Default: 100, or <see cref="OrdersPerCall"/> where that is more.</summary>
    public int? BatchSize { get; set; }

    /// <summary>Batches worked on at the same time. Times <see cref="BatchSize"/> it is the prefetch count, at most 65,535. Default: 4.</summary>
    public int ConcurrentBatches { get; set; } = 4;

    /// <summary>Calls per second and account. Default: the vendor's, see its options.</summary>
    public double CallsPerSecond { get; set; } = 10;

    /// <summary>Calls that may start at once after a quiet time, per account. Default: one second's worth, at least 1.</summary>
    public int? Burst { get; set; }

    /// <summary>Calls on the wire at the same time, per account. Default: 4.</summary>
    public int MaxCallsInFlight { get; set; } = 4;

    /// <summary>How long one attempt may take before its outcome is unknown. Default: 10 s.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a call that failed in passing is sent again at once, before its orders wait in the ledger. Default: 2.</summary>
    public int QuickRetries { get; set; } = 2;

    /// <summary>Delay before the first quick retry; doubles, with jitter. A vendor's own delay longer than ten times this is left to the ledger. Default: 200 ms.</summary>
    public TimeSpan QuickRetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest answer that is read, in bytes; a longer one is an unknown outcome. Default: 4 MiB.</summary>
    public int MaxAnswerBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Rules that go before the built-in classification of the vendor's answers. Default: none.</summary>
    public List<ClassificationRule> Classification { get; set; } = [];
}

/// <summary>One set of credentials at a vendor.</summary>
public class AccountOptions
{
    /// <summary>The application id that the vendor gave out. Required.</summary>
    public string AppId { get; set; } = "";

    /// <summary>The secret that signs calls. Required; from a secret store or the environment, never from a file in source control.</summary>
    public string AppSecret { get; set; } = "";
}
