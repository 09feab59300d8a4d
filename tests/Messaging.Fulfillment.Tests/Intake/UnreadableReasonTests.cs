using System.Text;
using System.Text.Json;
using Messaging.Contracts;
using Messaging.Fulfillment.Intake;

namespace Messaging.Fulfillment.Tests.Intake;

public class UnreadableReasonTests
{
    private const string Envelope = "application/vnd.masstransit+json";
    private const string Head = """{"eventId":"0b9d5c7e-6a52-4e63-9a77-0d0f6f2f6a10","orderNo":"A",""";

    public static TheoryData<string, string?, string> Cases => new()
    {
        { "", null, "it is empty" },
        { "张三 13800138000", null, "it is not the JSON of an order event (line 1, byte 0)" },
        { Head, null, "it is not the JSON of an order event (line 1, byte 63)" },
        { Head + "\"occurredAt\":\"2026-11-11T00:00:03\"}", null, "its value at $.occurredAt is a time without offset; "
            + "write one as in 2026-11-11T00:00:03+08:00." },
        { Head + "\"occurredAt\":\"张三\"}", null, "its value at $.occurredAt is no time; write one as in "
            + "2026-11-11T00:00:03+08:00." },
        { Head + "\"occurredAt\":\"2026-11-11T00:00:03Z\",\"deadline\":\"2026-11-11\"}", null, "its value at "
            + "$.deadline is a time without offset; write one as in 2026-11-11T00:00:03+08:00." },
        { Head + "\"a\":1}", null, "it lacks 'occurredAt'" },
        { """{"eventId":"张三"}""", null, "it is not the JSON of an order event at $.eventId (line 1, byte 19)" },
        { """{"张三":{"13800138000":tru""", null, "it is not the JSON of an order event (line 1, byte 28)" },
        { Head + "\"a\":1}", Envelope, "its content type is application/vnd.masstransit+json, but its body is not an "
            + "envelope with a 'message'; plain JSON has the content type application/json" },
        { """{"message":{"orderNo":"A"}}""", "application/json", "its body is an envelope with a 'message', but its "
            + "content type is not application/vnd.masstransit+json" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_says_what_is_wrong_and_where_and_quotes_nothing(string body, string? contentType, string reason)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var failure = Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize<OrderMarkedDelivering>(
            bytes, JsonSerializerOptions.Web));

        Assert.Equal(reason, UnreadableReason.Describe(new InvalidOperationException("", failure), bytes, contentType));
    }

    [Fact]
    public void Another_encoding_is_named()
    {
        Assert.Contains("gzip", Describe([0x1F, 0x8B, 8, 0]));
        Assert.Contains("UTF-8", Describe([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("{}")]));
        Assert.Contains("UTF-8", Describe(Encoding.BigEndianUnicode.GetBytes("{}")));
    }

    [Fact]
    public void Of_any_other_failure_only_its_kind_is_said() =>
        Assert.Equal(
            "reading it failed (FormatException)",
            UnreadableReason.Describe(new InvalidOperationException("x", new FormatException("张三")), "{}"u8, null));

    private static string Describe(byte[] body) => UnreadableReason.Describe(new JsonException(), body, null);
}
