using System.Globalization;

namespace Messaging.Worker.Pages;

/// <summary>Where the operators' page is.</summary>
internal static class PagePaths
{
    /// <summary>Where a browser begins; it is sent on to <see cref="Prefix"/>.</summary>
    public const string Root = "/";

    public const string Prefix = "/ui";
    public const string Failures = $"{Prefix}/failures";
    public const string Retry = $"{Prefix}/failures/retry";
    public const string StagedRetries = $"{Failures}/staged";
    public const string StagedRetryChange = $"{StagedRetries}/change";
    public const string StagedRetryStart = $"{StagedRetries}/start";
    public const string Workers = $"{Prefix}/workers";
    public const string Waiting = $"{Prefix}/waiting";
    public const string Hold = $"{Prefix}/hold";
    public const string Audit = $"{Prefix}/audit";
    public const string Orders = $"{Prefix}/orders";
    public const string GiveUp = $"{Orders}/give-up";
    public const string DeadLetters = $"{Prefix}/dead-letters";
    public const string DeadLetterAction = $"{Prefix}/dead-letter-action";
    public const string SignIn = $"{Prefix}/sign-in";
    public const string SignOut = $"{Prefix}/sign-in?handler=Out";
    public const string Denied = $"{Prefix}/denied";
    public const string Assets = $"{Prefix}/assets";
    public const string Changes = $"{Prefix}/changes";

    /// <summary>Where somebody wanted to go who had to sign in first.</summary>
    public const string ReturnParameter = "from";

    public static string Order(string number) => $"{Orders}?number={Uri.EscapeDataString(number)}";

    /// <param name="vendor">The vendor.</param>
    /// <param name="account">The account; null for all of the vendor's.</param>
    public static string HoldOf(string vendor, string? account) => $"{Hold}?vendor={Uri.EscapeDataString(vendor)}"
        + (account is null ? "" : $"&account={Uri.EscapeDataString(account)}");

    public static string DeadLetterQueue(string queue) => $"{DeadLetters}/{Uri.EscapeDataString(queue)}";

    public static string DeadLetter(string queue, string id) =>
        $"{DeadLetterQueue(queue)}/{Uri.EscapeDataString(id)}";

    public static string StagedRetry(long number) => string.Create(
        CultureInfo.InvariantCulture, $"{StagedRetries}/{number}");

    /// <summary>The failures of a group.</summary>
    public static string Group(string vendor, string reason, string? code) =>
        $"{Failures}?vendor={Uri.EscapeDataString(vendor)}&reason={Uri.EscapeDataString(reason)}"
            + (code is null ? "&noCode=true" : $"&code={Uri.EscapeDataString(code)}");

    /// <summary>Whether an address is one of this page's own: nobody is sent elsewhere after signing in.</summary>
    public static bool IsOwn(string? path) =>
        path is not null
        && (path.Equals(Prefix, StringComparison.Ordinal)
            || path.StartsWith($"{Prefix}/", StringComparison.Ordinal)
            || path.StartsWith($"{Prefix}?", StringComparison.Ordinal))
        && !path.Any(char.IsControl)
        && !path.Contains('\\', StringComparison.Ordinal);
}
