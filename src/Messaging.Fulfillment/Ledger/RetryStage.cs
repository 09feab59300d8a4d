namespace Messaging.Fulfillment.Ledger;

/// <summary>A stage of a staged retry that is over.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Size">How many orders it was to send; the last stage may have had fewer.</param>
/// <param name="Sent">How many it sent.</param>
/// <param name="Succeeded">How many succeeded.</param>
/// <param name="Failed">How many failed again.</param>
/// <param name="Failures">With what, the most frequent first; ten at the most.</param>
/// <param name="Stop">Why no stage followed by itself; null where it might.</param>
public sealed record RetryStage(
    int Number,
    int Size,
    int Sent,
    int Succeeded,
    int Failed,
    IReadOnlyList<FailureCount> Failures,
    StageStop? Stop);
