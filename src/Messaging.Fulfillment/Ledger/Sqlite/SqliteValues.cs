using Microsoft.Data.Sqlite;

namespace Messaging.Fulfillment.Ledger.Sqlite;

/// <summary>
/// How values are stored: times as microseconds since the year 1, ids as 16 bytes that sort as the id does.
/// </summary>
internal static class SqliteValues
{
    public static byte[] ToBlob(this Guid id) => id.ToByteArray(bigEndian: true);

    /// <summary>An array for <c>json_each</c>; its values are for <c>unhex</c>.</summary>
    public static string ToJson(this IEnumerable<Guid> ids) =>
        $"[{string.Join(',', ids.Select(id => $"\"{id:n}\""))}]";

    public static string ToJson(this IEnumerable<long> ids) => $"[{string.Join(',', ids)}]";

    public static long ToMicroseconds(this DateTimeOffset time) => time.UtcTicks / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset ToTime(this long microseconds) =>
        new(microseconds * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);

    public static Guid ReadId(this SqliteDataReader reader, int column) =>
        new(reader.GetFieldValue<byte[]>(column), bigEndian: true);

    public static Guid? ReadIdOrNull(this SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.ReadId(column);

    public static string? ReadTextOrNull(this SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);

    public static DateTimeOffset ReadTime(this SqliteDataReader reader, int column) => reader.GetInt64(column).ToTime();

    public static DateTimeOffset? ReadTimeOrNull(this SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.ReadTime(column);
}
