using System.Text.Json;
using Messaging.Contracts;
using Messaging.Fulfillment.Ledger;

namespace Messaging.Fulfillment.Repair;

/// <summary>Whether the next stage may follow, by what came of the one before. Pure.</summary>
internal static class StageRule
{
    /// <summary>
    /// The failure has come back where one in so many has it: any one of a stage of up to twenty, and of larger ones
    /// what is no more than the usual handful of orders that have it for reasons of their own.
    /// </summary>
    private const int ShareOfSame = 20;

    /// <summary>Something else is wrong where one in so many fails for whatever reason.</summary>
    private const int ShareOfAll = 2;

    private static readonly string Superseded =
        JsonNamingPolicy.CamelCase.ConvertName(nameof(FailureReason.Superseded));

    /// <summary>Why no stage may follow; null where one may.</summary>
    /// <param name="group">With what the orders had failed before.</param>
    /// <param name="outcome">What came of the stage; nothing of it waits.</param>
    public static StageStop? Judge(RetryGroup group, StageOutcome outcome)
    {
        var same = outcome.Failures.Where(IsSame).Sum(failure => failure.Count);
        // What was superseded was not sent, and says nothing about the vendor.
        var others = outcome.Failures
            .Where(failure => !IsSame(failure) && !failure.Reason.Equals(Superseded, StringComparison.Ordinal))
            .Sum(failure => failure.Count);
        var told = outcome.Succeeded + same + others;
        if (same > 0 && same * ShareOfSame >= told)
            return StageStop.FailureCameBack;
        return others > 0 && (same + others) * ShareOfAll >= told ? StageStop.HalfFailed : null;

        bool IsSame(FailureCount failure) =>
            failure.Reason.Equals(group.Reason, StringComparison.Ordinal)
            && (group.Code is null || group.Code.Equals(failure.Code ?? "", StringComparison.Ordinal));
    }
}
