using System.Runtime.InteropServices;

namespace Messaging.Fulfillment.Ledger;

/// <summary>
/// One claim of an entry. What a worker took on by it can be settled by it alone: not by an earlier claim, be it the
/// worker's own.
/// </summary>
/// <param name="EventId">The entry.</param>
/// <param name="Claim">How often the entry had been claimed by then, this claim included.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ClaimKey(Guid EventId, int Claim);
