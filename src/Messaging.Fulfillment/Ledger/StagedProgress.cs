using System.Text.Json.Serialization;

namespace Messaging.Fulfillment.Ledger;

/// <summary>How far a staged retry is.</summary>
public sealed record StagedProgress
{
    /// <summary>How many stages were sent, the one under way included.</summary>
    public int Stage { get; init; }

    /// <summary>How many orders were sent in them.</summary>
    public long Sent { get; init; }

    /// <summary>How many succeeded, in stages that are over.</summary>
    public long Succeeded { get; init; }

    /// <summary>How many failed again, in stages that are over.</summary>
    public long Failed { get; init; }

    /// <summary>The last stages that are over, twenty at the most, in their order.</summary>
    public IReadOnlyList<RetryStage> Stages { get; init; } = [];

    /// <summary>The order events of the stage under way; empty where none is.</summary>
    public IReadOnlyList<Guid> UnderWay { get; init; } = [];

    /// <summary>The last failure that was tried again: what comes after it in the list is next.</summary>
    public FailurePosition? Last { get; init; }
}

/// <summary>A failure's place in the list of failures, the latest first.</summary>
/// <param name="SettledAt">When it was recorded.</param>
/// <param name="EventId">The order event's id.</param>
public sealed record FailurePosition(DateTimeOffset SettledAt, Guid EventId);

/// <summary>How progress is kept: as one document, which changes as a whole.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StagedProgress))]
internal sealed partial class StagedProgressJson : JsonSerializerContext;
