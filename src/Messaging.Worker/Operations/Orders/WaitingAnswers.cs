using Messaging.Fulfillment.Ledger;

namespace Messaging.Worker.Operations.Orders;

/// <param name="Orders">The order events that wait, the longest waiting first.</param>
/// <param name="Next">What to ask for as <c>after</c> to see more; left out where there are none.</param>
/// <param name="Groups">
/// All of them, counted by vendor, account and reason; left out unless asked for.
/// </param>
internal sealed record WaitingList(
    IReadOnlyList<WaitingOrder> Orders, string? Next, IReadOnlyList<WaitingGroup>? Groups);

/// <param name="EventIds">The order events that wait, up to 100.</param>
/// <param name="Why">
/// The reason, for the audit log, and for the subscribers to the results: 1 to 200 characters, nothing personal.
/// </param>
internal sealed record GiveUpRequest(IReadOnlyList<Guid>? EventIds, string? Why);
