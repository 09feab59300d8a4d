using Messaging.Fulfillment.Ledger;

namespace Messaging.Fulfillment.Repair;

/// <summary>What an operator does to a staged retry.</summary>
public enum StagedRetryAction
{
    /// <summary>It sends nothing more until somebody has it go on; what it has sent goes on.</summary>
    Pause,

    /// <summary>
    /// It goes on: where it was, if it was paused; with one order again, if it had stopped by itself.
    /// </summary>
    Resume,

    /// <summary>It ends for good: what it has sent goes on, and the rest stays as it failed.</summary>
    Cancel,
}

/// <summary>In which states what can be done, and to which state it leads. Pure.</summary>
public static class StagedRetryActions
{
    /// <summary>The states in which it can be done.</summary>
    /// <param name="action">What is done.</param>
    public static IReadOnlyCollection<StagedRetryStatus> GetFrom(this StagedRetryAction action) => action switch
    {
        StagedRetryAction.Pause => [StagedRetryStatus.Running],
        StagedRetryAction.Resume => [StagedRetryStatus.Paused, StagedRetryStatus.Stopped],
        _ => [StagedRetryStatus.Running, StagedRetryStatus.Paused, StagedRetryStatus.Stopped],
    };

    /// <summary>The state that it leads to.</summary>
    /// <param name="action">What is done.</param>
    public static StagedRetryStatus GetTo(this StagedRetryAction action) => action switch
    {
        StagedRetryAction.Pause => StagedRetryStatus.Paused,
        StagedRetryAction.Resume => StagedRetryStatus.Running,
        _ => StagedRetryStatus.Cancelled,
    };
}
