using System.Globalization;
using System.IO.Compression;
using System.Text;
using RabbitMQ.Client;

namespace Messaging.Chaos.BadMessages;

/// <summary>Creates messages that are wrong in every way that we could think of, each with something random.</summary>
public sealed class BadMessagePlan(int seed)
{
    private const string Plain = "application/json";
    private const string Envelope = "application/vnd.masstransit+json";

    private static readonly string[] Exchanges = ["order-shipped", "order-modified", "order-marked-delivering"];
    private static readonly string[] Types = ["OrderShipped", "OrderModified", "OrderMarkedDelivering"];

    private readonly Random _random = new(seed);

    /// <summary>Creates that many messages; each kind comes up in turn.</summary>
    /// <param name="count">How many.</param>
    /// <param name="taken">An event id that stands for a good order.</param>
    public IReadOnlyList<BadMessage> Make(int count, Guid taken)
    {
        var kinds = Kinds(taken);
        return [.. Enumerable.Range(0, count).Select(i => Make(i, kinds[i % kinds.Count]))];
    }

    private BadMessage Make(int i, Func<Draft, string> kind)
    {
        var vendor = _random.Next(Exchanges.Length);
        var draft = new Draft(Guid.NewGuid(), $"BAD-{seed}-{i}", Types[vendor]);
        var name = kind(draft);
        draft.Properties.Headers ??= new Dictionary<string, object?>(StringComparer.Ordinal);
        draft.Properties.Headers[BadMessage.Mark] = i.ToString(CultureInfo.InvariantCulture);
        return new(name, Exchanges[vendor], draft.Body, draft.Properties, draft.IsReadable ? draft.EventId : null);
    }

    private List<Func<Draft, string>> Kinds(Guid taken) =>
    [
        // The id stands before the place where it breaks, or not.
        draft => draft.Write("cut off", draft.Json[..(draft.IdEnds + _random.Next(5))]),
        draft => draft.WriteUnreadable("cut off in the id", draft.Json[..(draft.IdEnds - 5)]),
        draft => draft.WriteUnreadable("noise", Encoding.Latin1.GetString(RandomBytes(200))),
        draft => draft.WriteUnreadable("nothing", ""),
        draft => draft.WriteUnreadable("no object", Pick("[]", "null", "17", "\"text\"", "true", "[{}]")),
        draft => draft.WriteUnreadable("deep", new string('[', _random.Next(65, 100_000))),
        draft => draft.Write("deep inside", draft.With($"\"a\":{Nested(_random.Next(65, 5000))}")),
        draft => draft.Write("large", draft.With($"\"a\":\"{new string('x', _random.Next(1_100_000, 5_000_000))}\"")),
        draft => draft.Write(
            "NUL in the number", draft.Json.Replace(draft.OrderNo, "A\\u0000B", StringComparison.Ordinal)),
        draft => draft.Write(
            "half a surrogate", draft.Json.Replace(draft.OrderNo, "A\\ud800", StringComparison.Ordinal)),
        draft => draft.Write("number of another type", draft.Json.Replace(
            $"\"{draft.OrderNo}\"", Pick("17", "null", "{}", "[]", "true"), StringComparison.Ordinal)),
        draft => draft.Write("blank number", draft.Json.Replace(
            draft.OrderNo, Pick("", " ", "\\t", " A", "A "), StringComparison.Ordinal)),
        draft => draft.Write("no offset", draft.Json.Replace("+08:00", "", StringComparison.Ordinal)),
        draft => draft.Write("no time", draft.Json.Replace(
            "2026-11-11T00:00:03+08:00",
            Pick("yesterday", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-02-30T00:00:00Z"),
            StringComparison.Ordinal)),
        draft => draft.WriteUnreadable("no id", draft.Json.Replace(
            draft.EventId.ToString(), Pick("", "17", Guid.Empty.ToString(), "not-an-id"), StringComparison.Ordinal)),
        draft => draft.WriteUnreadable("an id that is taken", draft.Json.Replace(
            draft.EventId.ToString(), taken.ToString(), StringComparison.Ordinal)),
        draft => draft.Write("an account too long", draft.With($"\"account\":\"{new string('a', 300)}\"")),
        draft => draft.Write("an account of nobody", draft.With("\"account\":\"nobody\"")),
        draft => draft.Write("plain as envelope", draft.Json, Envelope),
        draft => draft.Write("envelope as plain", draft.InEnvelope(draft.Type), Plain),
        draft => draft.WriteUnreadable("envelope of another type", draft.InEnvelope("SomebodyElses"), Envelope),
        draft => draft.WriteUnreadable(
            "broken envelope",
            Pick("{}", """{"message":null}""", """{"messageType":17}""", """{"messageType":[],"message":[]}"""),
            Envelope),
        draft => draft.WriteUnreadable("compressed", Compress(draft.Json), Plain),
        draft => draft.WriteUnreadable("UTF-16", Encoding.Unicode.GetBytes(draft.Json), Plain),
        draft => draft.WriteUnreadable("BSON", RandomBytes(50), "application/vnd.masstransit+bson"),
        draft => draft.WriteUnreadable("encrypted", RandomBytes(50), "application/vnd.masstransit+aes"),
    ];

    /// <summary>Properties of a good message that must cost it nothing.</summary>
    public BasicProperties MakeHarmlessProperties()
    {
        object?[] values =
        [
            17, 1L << 40, 1.5, true, null, RandomBytes(20), new AmqpTimestamp(long.MaxValue), new AmqpTimestamp(-1),
            new List<object?> { 1, "a", null }, new Dictionary<string, object?> { ["a"] = new List<object?>() }, "",
            new string('x', 10_000), "张三\0",
        ];
        string[] names =
        [
            "traceparent", "tracestate", "MT-Activity-Id", "MT-Request-Id", "MT-Fault-Message", "MT-Redelivery-Count",
            "MT-Host-MachineName", "Content-Type", "publishId", "x-death", "x-delay", "x-anything",
        ];
        var properties = new BasicProperties
        {
            Persistent = true,
            Headers = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [names[_random.Next(names.Length)]] = values[_random.Next(values.Length)],
                [names[_random.Next(names.Length)]] = values[_random.Next(values.Length)],
            },
        };
        switch (_random.Next(8))
        {
            case 0:
                properties.ContentType =
                    Pick("§$%", ";;;", "text/plain; charset=klingon", "a/b/c", "", "application/xml");
                break;
            case 1:
                properties.MessageId = Pick("not an id", "", "00000000-0000-0000-0000-000000000000", Same.ToString());
                break;
            case 2:
                properties.CorrelationId = Pick("not an id", "", Same.ToString());
                break;
            case 3:
                properties.Timestamp = new(_random.NextInt64());
                break;
            case 4:
                properties.Type = Pick("Somebody", "", "urn:message:Messaging.Contracts:OrderShipped");
                properties.ReplyTo = "nobody";
                break;
            case 5:
                properties.ContentEncoding = Pick("gzip", "utf-16", "");
                break;
        }

        return properties;
    }

    private static Guid Same { get; } = Guid.NewGuid();

    private string Pick(params string[] texts) => texts[_random.Next(texts.Length)];

    private byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);

    private static byte[] Compress(string text)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return compressed.ToArray();
    }

    private sealed class Draft(Guid eventId, string orderNo, string type)
    {
        public Guid EventId => eventId;

        public string OrderNo => orderNo;

        public string Type => type;

        public byte[] Body { get; private set; } = [];

        public BasicProperties Properties { get; } = new() { Persistent = true };

        public bool IsReadable { get; private set; }

        public string Json =>
            $$"""{"eventId":"{{eventId}}","orderNo":"{{orderNo}}","occurredAt":"2026-11-11T00:00:03+08:00"}""";

        public int IdEnds => Json.IndexOf("\",\"orderNo", StringComparison.Ordinal) + 1;

        public string With(string field) => $"{Json[..^1]},{field}}}";

        public string InEnvelope(string messageType) =>
            $$"""{"messageType":["urn:message:Messaging.Contracts:{{messageType}}"],"message":{{Json}}}""";

        public string Write(string kind, string body, string contentType = Plain)
        {
            IsReadable = true;
            return WriteAs(kind, Encoding.UTF8.GetBytes(body), contentType);
        }

        public string WriteUnreadable(string kind, string body, string contentType = Plain) =>
            WriteAs(kind, Encoding.UTF8.GetBytes(body), contentType);

        public string WriteUnreadable(string kind, byte[] body, string contentType) =>
            WriteAs(kind, body, contentType);

        private string WriteAs(string kind, byte[] body, string contentType)
        {
            Body = body;
            Properties.ContentType = contentType;
            return kind;
        }
    }
}
