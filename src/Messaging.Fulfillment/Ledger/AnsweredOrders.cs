namespace Messaging.Fulfillment.Ledger;

/// <summary>What became of order events that were to be answered by hand.</summary>
/// <param name="Answered">Those that have their results now.</param>
/// <param name="InWork">
/// Those left alone since a worker has them: they may be in a call at this moment, and what becomes of them is not
/// known yet.
/// </param>
/// <param name="NotThere">Those that are not known, or have their results already.</param>
public sealed record AnsweredOrders(
    IReadOnlyList<Guid> Answered, IReadOnlyList<Guid> InWork, IReadOnlyList<Guid> NotThere);
