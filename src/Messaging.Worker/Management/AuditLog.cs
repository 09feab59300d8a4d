using System.Diagnostics.CodeAnalysis;
using System.Security.Claims;
using Messaging.Fulfillment.Ledger;

namespace Messaging.Worker.Management;

/// <summary>
/// What operators do: kept in the ledger, and a line each in the log, under a category of its own, for those who
/// collect logs elsewhere.
/// </summary>
internal sealed partial class AuditLog(IAudit ledger, TimeProvider time, ILoggerFactory loggers)
{
    /// <summary>The category, to route these lines by.</summary>
    public const string Category = "Messaging.Audit";

    private const int LongestReason = 200;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>What a reason has to be.</summary>
    public static string ReasonRule { get; } =
        $"Say why, for the audit log, in a line of up to {LongestReason} characters.";

    private readonly ILogger _logger = loggers.CreateLogger(Category);

    /// <summary>Whether somebody said why, so that it fits into a line.</summary>
    public static bool IsReason([NotNullWhen(true)] string? why) =>
        !string.IsNullOrWhiteSpace(why) && why.Length <= LongestReason && !why.Any(char.IsControl);

    /// <param name="who">Who does it.</param>
    /// <param name="action">What, as <c>dead-letters.drop</c>.</param>
    /// <param name="target">To what.</param>
    /// <param name="why">The reason that was given.</param>
    public static AuditNote Note(ClaimsPrincipal who, string action, string target, string why) =>
        new(who.Identity?.Name ?? "", action, target, why);

    /// <summary>Writes the line of what was done.</summary>
    public void Write(AuditNote note, int count) =>
        LogAction(_logger, note.Who, note.Action, note.Target, count, note.Why);

    /// <summary>
    /// Records in the ledger what is done elsewhere: before it is done, and then what came of it.
    /// </summary>
    /// <returns>False where the ledger did not take it in time: then it must not be done.</returns>
    public async Task<bool> TryRecordAsync(AuditNote note, int? count, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await ledger.RecordAsync(note, count, either.Token);
            return true;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return false;
        }
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Audit: {Who} did {Action} on {Target}, {Count} of them, because: {Why}")]
    private static partial void LogAction(
        ILogger logger, string who, string action, string target, int count, string why);
}
