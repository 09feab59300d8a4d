using Messaging.Fulfillment.Ledger;

namespace Messaging.Fulfillment.Repair;

/// <summary>What a staged retry would send.</summary>
/// <param name="Total">How many orders.</param>
/// <param name="Accounts">How many of each account, the most first; at most 100 accounts.</param>
/// <param name="First">The first ten, in the order in which they would be sent.</param>
/// <param name="Stages">How many each of the first ten stages would send.</param>
/// <param name="StageCount">How many stages there would be.</param>
public sealed record StagedRetryPlan(
    long Total,
    IReadOnlyList<AccountCount> Accounts,
    IReadOnlyList<FailedOrder> First,
    IReadOnlyList<int> Stages,
    long StageCount);
