using System.Globalization;

namespace Messaging.Fulfillment.Vendors;

internal static class TimestampUnitFormat
{
    public static string Format(this TimestampUnit unit, DateTimeOffset moment) =>
        (unit is TimestampUnit.Milliseconds ? moment.ToUnixTimeMilliseconds() : moment.ToUnixTimeSeconds())
        .ToString(CultureInfo.InvariantCulture);
}
