using Messaging.Fulfillment.Ledger;

namespace Messaging.Worker.Operations.Audit;

/// <param name="Actions">What operators did, the latest first.</param>
/// <param name="Next">What to ask for as <c>after</c> to see more; left out where there are none.</param>
internal sealed record AuditList(IReadOnlyList<AuditRecord> Actions, string? Next);

/// <summary>Which of the operators' actions, as an address says it.</summary>
/// <param name="Who">The name of the operator's key.</param>
/// <param name="Action">As <c>accounts.hold</c>.</param>
/// <param name="From">Recorded then or later.</param>
/// <param name="Before">Recorded before.</param>
internal sealed record AuditQuery(string? Who, string? Action, DateTimeOffset? From, DateTimeOffset? Before)
{
    public AuditFilter ToFilter() => new() { Who = Who, Action = Action, From = From, Before = Before };
}
