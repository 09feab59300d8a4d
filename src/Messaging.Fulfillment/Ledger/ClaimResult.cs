namespace Messaging.Fulfillment.Ledger;

/// <summary>What became of order events handed to <see cref="IClaims.ClaimAsync"/>.</summary>
/// <param name="Claimed">Those to work on now, in the order they were given.</param>
/// <param name="Received">How many were new to the ledger, claimed or waiting.</param>
/// <param name="Duplicates">How many were known already, or stood in the list before.</param>
/// <param name="Conflicting">
/// Of the duplicates, those whose id was recorded for another order, vendor or type of event: they are no repeats, and
/// nothing was recorded for them.
/// </param>
public sealed record ClaimResult(
    IReadOnlyList<OrderEntry> Claimed, int Received, int Duplicates, IReadOnlyList<OrderEntry> Conflicting);
