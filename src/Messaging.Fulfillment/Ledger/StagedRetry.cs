namespace Messaging.Fulfillment.Ledger;

/// <summary>A group of failures that is tried again in stages: which, at whose word, and how far it is.</summary>
public sealed record StagedRetry
{
    /// <summary>Its number, which the ledger gives.</summary>
    public long Number { get; init; }

    /// <summary>Which failures.</summary>
    public required RetryGroup Group { get; init; }

    /// <summary>Whether the orders may be sent although their deadline has passed.</summary>
    public bool LiftDeadline { get; init; }

    /// <summary>How many failures there were when it was started that nobody had retried.</summary>
    public required long Total { get; init; }

    /// <summary>When it was started. What failed then or later is not part of it.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Who started it.</summary>
    public required string StartedBy { get; init; }

    /// <summary>Why it was started.</summary>
    public required string StartedWhy { get; init; }

    /// <summary>Whether it goes on, and if not, why not.</summary>
    public StagedRetryStatus Status { get; init; }

    /// <summary>Since when it is in that state.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Who has brought it there since it was started; null where the service has.</summary>
    public string? ChangedBy { get; init; }

    /// <summary>Why; null where the service has.</summary>
    public string? ChangedWhy { get; init; }

    /// <summary>How far it is.</summary>
    public StagedProgress Progress { get; init; } = new();

    /// <summary>Counts its changes, so that none is made to what has changed meanwhile.</summary>
    public int Version { get; init; }

    /// <summary>
    /// How many have not been sent. Of one that has finished: what somebody else had tried again meanwhile, or what was
    /// purged.
    /// </summary>
    public long Left => Math.Max(0, Total - Progress.Sent);

    /// <summary>The failures that it has not tried again yet.</summary>
    public FailureFilter ToFilter() => Group.ToFilter(StartedAt);
}
