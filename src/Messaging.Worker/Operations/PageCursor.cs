using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Messaging.Worker.Operations;

/// <summary>
/// Where a page of a list ended, as text: its last one's time, and what tells it from others of that time.
/// </summary>
internal static class PageCursor
{
    public static string Write<TKey>(DateTimeOffset at, TKey key)
        where TKey : IFormattable =>
        string.Create(CultureInfo.InvariantCulture, $"{at.UtcTicks}-{key}");

    /// <summary>False where it is none that a worker wrote.</summary>
    /// <param name="text">The text; null or empty for the first page.</param>
    /// <param name="last">The last one of the page before; null for the first page.</param>
    public static bool TryRead<TKey>(string? text, out (DateTimeOffset At, TKey Key)? last)
        where TKey : struct, IParsable<TKey>
    {
        last = null;
        if (string.IsNullOrEmpty(text))
            return true;
        if (text.Split('-', 2) is not [var ticks, var rest]
            || !long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            || at > DateTimeOffset.MaxValue.UtcTicks
            || !TKey.TryParse(rest, CultureInfo.InvariantCulture, out var key))
        {
            return false;
        }

        last = (new(at, TimeSpan.Zero), key);
        return true;
    }

    /// <summary>The answer to a text that is none.</summary>
    public static ProblemHttpResult Refuse() => TypedResults.Problem(
        "after is what an answer before gave as next.", statusCode: StatusCodes.Status400BadRequest);
}
