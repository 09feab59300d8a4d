using Messaging.Fulfillment.Ledger;

namespace Messaging.Worker.Operations.Holds;

/// <param name="Why">
/// The reason, for the audit log and for whoever asks why nothing is sent: 1 to 200 characters.
/// </param>
internal sealed record HoldRequest(string? Why);

/// <summary>What operators hold, in all workers; an account left out stands for all of the vendor's.</summary>
internal sealed record HoldList(IReadOnlyList<Hold> Holds);
