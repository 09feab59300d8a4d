namespace Messaging.VendorSimulator.Journal;

/// <summary>What a vendor did with one order.</summary>
public sealed record JournalEntry
{
    /// <summary>The order's number.</summary>
    public required string OrderNo { get; init; }

    /// <summary>The application id of the account that last sent it.</summary>
    public required string AppId { get; init; }

    /// <summary>In how many calls it was examined, those in which the order itself was refused included.</summary>
    public required int Sent { get; init; }

    /// <summary>How often it was applied. At Fengchao, where applied means shipped, never more than 1.</summary>
    public required int Applied { get; init; }

    /// <summary>What was applied, in order; the first <see cref="VendorJournal.MaxApplicationsKept"/> only.</summary>
    public required IReadOnlyList<Application> Applications { get; init; }
}
