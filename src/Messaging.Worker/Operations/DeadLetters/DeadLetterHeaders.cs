using System.Globalization;
using System.Text;
using MassTransit;
using RabbitMQ.Client;

namespace Messaging.Worker.Operations.DeadLetters;

/// <summary>What the headers of a message say of how it was put aside. Pure.</summary>
internal static class DeadLetterHeaders
{
    private const string FirstDeathReason = "x-first-death-reason";
    private const int MostHeaders = 100;
    private const int LongestValue = 1000;

    /// <summary>What bus and broker have added: it says nothing any more once the message is sent again.</summary>
    private static readonly string[] OfFaults =
        ["MT-Fault-", "MT-Host-", "MT-Reason", "x-death", "x-first-death-", "x-last-death-", "x-delivery-count"];

    public static bool IsOfFault(string name) =>
        OfFaults.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>The headers as text, bounded.</summary>
    public static IReadOnlyDictionary<string, string> Read(IDictionary<string, object?>? headers) =>
        (headers ?? new Dictionary<string, object?>(StringComparer.Ordinal))
            .OrderBy(header => header.Key, StringComparer.Ordinal)
            .Take(MostHeaders)
            .ToDictionary(header => header.Key, header => Cut(Describe(header.Value)), StringComparer.Ordinal);

    /// <summary>The reason in words; null where nothing says it.</summary>
    public static string? FindReason(IReadOnlyDictionary<string, string> headers) =>
        headers.GetValueOrDefault(MessageHeaders.FaultMessage)
        ?? headers.GetValueOrDefault(FirstDeathReason) switch
        {
            "rejected" => "it is larger than Bus:MaxMessageBytes",
            "delivery_limit" => "it was delivered too often without being recorded",
            { } other => other,
            null => headers.ContainsKey(MessageHeaders.Reason) ? "it is an envelope of another type" : null,
        };

    /// <summary>When it was put aside: as the bus says, or else the broker.</summary>
    public static DateTimeOffset? FindTime(IDictionary<string, object?>? headers)
    {
        if (headers?.TryGetValue(MessageHeaders.FaultTimestamp, out var fault) is true
            && DateTimeOffset.TryParse(
                Describe(fault), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            return at;
        }

        return headers?.TryGetValue("x-death", out var deaths) is true
            && deaths is IList<object?> and [IDictionary<string, object?> first, ..]
            && first.TryGetValue("time", out var time)
            && time is AmqpTimestamp { UnixTime: >= 0 and < 253_402_300_800 } seconds
                ? DateTimeOffset.FromUnixTimeSeconds(seconds.UnixTime)
                : null;
    }

    private static string Describe(object? value) => value switch
    {
        byte[] text => Encoding.UTF8.GetString(text),
        IDictionary<string, object?> table =>
            $"{{{string.Join(", ", table.Select(field => $"{field.Key}: {Describe(field.Value)}"))}}}",
        IList<object?> list => $"[{string.Join(", ", list.Select(Describe))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static string Cut(string text) => text.Length <= LongestValue ? text : $"{text[..LongestValue]}…";
}
