using System.Globalization;
using Messaging.Fulfillment.Ledger;

namespace Messaging.Worker.Operations.Failures;

/// <summary>Where a page of failures ended, as text: its last one's time and id.</summary>
internal static class FailureCursor
{
    public static string Write(FailedOrder last) =>
        string.Create(CultureInfo.InvariantCulture, $"{last.SettledAt.UtcTicks}-{last.EventId:N}");

    /// <summary>False where it is none that this worker wrote.</summary>
    /// <param name="text">The text; null or empty for the first page.</param>
    /// <param name="last">The last one of the page before, or null; only its time and id count.</param>
    public static bool TryRead(string? text, out FailedOrder? last)
    {
        last = null;
        if (string.IsNullOrEmpty(text))
            return true;
        if (text.Split('-') is not [var ticks, var id]
            || !long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            || at > DateTimeOffset.MaxValue.UtcTicks
            || !Guid.TryParseExact(id, "N", out var eventId))
        {
            return false;
        }

        last = new(eventId, "", "", "", "", Code: null, new(at, TimeSpan.Zero), RetriedAs: null);
        return true;
    }
}
