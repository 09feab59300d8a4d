#pragma warning disable CS1591
namespace Messaging.Fulfillment.Ledger;
public sealed record ClaimTerms(bool MarksCalls, IReadOnlyCollection<string> OnHold);
internal static class Shim
{
    public static Task<ClaimResult> ClaimAsync(this ILedger l, IReadOnlyList<OrderEntry> o, ClaimTerms t, CancellationToken c) => l.ClaimAsync(o, t.MarksCalls, c);
    public static Task<IReadOnlyList<OrderEntry>> ClaimDueAsync(this ILedger l, string v, ClaimTerms t, int n, DateTimeOffset overdueBefore, CancellationToken c) => l.ClaimDueAsync(v, t.MarksCalls, n, c);
}
