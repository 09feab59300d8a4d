namespace Messaging.Fulfillment.Ledger;

/// <summary>What became of order events handed to <see cref="IClaims.RefuseAsync"/>.</summary>
/// <param name="Recorded">The ids that were new to the ledger: this worker has to publish their results.</param>
/// <param name="Duplicates">How many were known already, or stood in the list before; nothing is published.</param>
/// <param name="Conflicting">As in <see cref="ClaimResult"/>.</param>
public sealed record RefusalResult(
    IReadOnlySet<Guid> Recorded, int Duplicates, IReadOnlyList<OrderEntry> Conflicting);
