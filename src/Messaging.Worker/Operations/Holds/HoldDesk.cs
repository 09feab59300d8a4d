using System.Security.Claims;
using Messaging.Fulfillment.Ledger;
using Messaging.Worker.Management;

namespace Messaging.Worker.Operations.Holds;

/// <summary>Holds accounts and vendors and releases them, on record.</summary>
internal sealed class HoldDesk(OperatorHolds holds, AuditLog audit, TimeProvider time)
{
    /// <summary>What is held, in all workers.</summary>
    public IReadOnlyList<Hold> Current => holds.Current;

    /// <summary>Holds it; where it is held already, that hold stays.</summary>
    /// <param name="target">What.</param>
    /// <param name="why">Why; a reason that <see cref="AuditLog.IsReason"/> takes.</param>
    /// <param name="user">Who wants it.</param>
    /// <param name="cancellationToken">Who asks has gone.</param>
    public async Task HoldAsync(
        HoldTarget target, string why, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var note = Note(target, "hold", why, user);
        await LedgerQuestion.AskAsync(
            token => holds.HoldAsync(target.Vendor, target.Account, note, token), time, cancellationToken);
        audit.Write(note, 1);
    }

    /// <summary>Releases it; false where it is not held by itself.</summary>
    /// <inheritdoc cref="HoldAsync"/>
    public async Task<bool> ReleaseAsync(
        HoldTarget target, string why, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var note = Note(target, "release", why, user);
        if (!await LedgerQuestion.AskAsync(
            token => holds.ReleaseAsync(target.Vendor, target.Account, note, token), time, cancellationToken))
        {
            return false;
        }

        audit.Write(note, 1);
        return true;
    }

    private static AuditNote Note(HoldTarget target, string action, string why, ClaimsPrincipal user) =>
        AuditLog.Note(user, $"{(target.Account is null ? "vendors" : "accounts")}.{action}", $"{target}", why);
}
