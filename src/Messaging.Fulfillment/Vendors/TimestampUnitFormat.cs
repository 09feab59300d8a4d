using System.Globalization;

namespace Messaging.Fulfillment.Vendors;

/// <summary>Writes timestamps as a vendor wants them.</summary>
public static class TimestampUnitFormat
{
    /// <summary>The moment as a whole number of the unit, since 1970 in UTC.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="moment">The moment.</param>
    public static string Format(this TimestampUnit unit, DateTimeOffset moment) =>
        (unit is TimestampUnit.Milliseconds ? moment.ToUnixTimeMilliseconds() : moment.ToUnixTimeSeconds())
        .ToString(CultureInfo.InvariantCulture);
}
