using System.Diagnostics.CodeAnalysis;
using System.Security.Claims;

namespace Messaging.Worker.Management;

/// <summary>What operators did, a line each in the log, under a category of its own.</summary>
internal sealed partial class AuditLog(ILoggerFactory loggers)
{
    /// <summary>The category, to route these lines by.</summary>
    public const string Category = "Messaging.Audit";

    private const int LongestReason = 200;

    /// <summary>What a reason has to be.</summary>
    public static string ReasonRule { get; } =
        $"Say why, for the audit log, in a line of up to {LongestReason} characters.";

    private readonly ILogger _logger = loggers.CreateLogger(Category);

    /// <summary>Whether somebody said why, so that it fits into a line.</summary>
    public static bool IsReason([NotNullWhen(true)] string? why) =>
        !string.IsNullOrWhiteSpace(why) && why.Length <= LongestReason && !why.Any(char.IsControl);

    /// <param name="who">Who did it.</param>
    /// <param name="action">What, as <c>dead-letters.drop</c>.</param>
    /// <param name="target">To what.</param>
    /// <param name="count">To how many.</param>
    /// <param name="why">The reason that was given.</param>
    public void Write(ClaimsPrincipal who, string action, string target, int count, string why) =>
        LogAction(_logger, who.Identity?.Name, action, target, count, why);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Audit: {Who} did {Action} on {Target}, {Count} of them, because: {Why}")]
    private static partial void LogAction(
        ILogger logger, string? who, string action, string target, int count, string why);
}
