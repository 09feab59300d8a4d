using System.Text;
using System.Text.Json.Serialization;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Tests.Vendors;

public partial class WireTextTests
{
    [Theory]
    [InlineData("""{"text":"abc"}""", "abc")]
    [InlineData("""{"text":"4948795729456854758"}""", "4948795729456854758")]
    [InlineData("""{"text":4948795729456854758}""", "4948795729456854758")]
    [InlineData("""{"text":-10}""", "-10")]
    [InlineData("""{"text":1e2}""", "1e2")]
    [InlineData("""{"text":null}""", null)]
    [InlineData("""{"text":true}""", null)]
    [InlineData("""{"text":{"text":[1,{}]}}""", null)]
    [InlineData("""{"text":["1"]}""", null)]
    [InlineData("""{"other":"1"}""", null)]
    [InlineData("""{"text":"\ud800"}""", @"\ud800")]
    [InlineData("\uFEFF{\"text\":\"1\"}", "1")]
    public void Strings_and_numbers_read_as_they_were_written(string json, string? expected)
    {
        var sample = WireBody.TryRead(Encoding.UTF8.GetBytes(json), SampleJson.Default.Sample);

        Assert.NotNull(sample);
        Assert.Equal(expected, sample.Text);
    }

    [Fact]
    public void Text_in_another_encoding_is_read_as_far_as_possible()
    {
        byte[] json = [.. "{\"text\":\"60110 "u8, 0xC0, 0xCF, .. "\"}"u8];

        Assert.StartsWith("60110 ", WireBody.TryRead(json, SampleJson.Default.Sample)?.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_longer_than_any_code_reads_as_missing() =>
        Assert.Null(WireBody.TryRead(
            Encoding.UTF8.GetBytes($$"""{"text":1{{new string('0', 64)}}}"""), SampleJson.Default.Sample)!.Text);

    [Fact]
    public void Text_is_bounded_and_free_of_control_characters()
    {
        var json = $$"""{"text":"a\u0000\n{{new string('x', 996)}}😀"}""";

        var text = WireBody.TryRead(Encoding.UTF8.GetBytes(json), SampleJson.Default.Sample)!.Text;

        Assert.Equal("a\uFFFD\uFFFD" + new string('x', 996), text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("\"text\"")]
    [InlineData("{\"text\":\"abc")]
    [InlineData("{\"text\":\"1\"} trailing")]
    [InlineData("<html><body>502 Bad Gateway</body></html>")]
    public void A_body_that_is_not_an_object_is_none(string body) =>
        Assert.Null(WireBody.TryRead(Encoding.UTF8.GetBytes(body), SampleJson.Default.Sample));

    [Fact]
    public void A_body_nested_too_deeply_is_none()
    {
        var body = $"{{\"other\":{new string('[', 100_000)}{new string(']', 100_000)}}}";

        Assert.Null(WireBody.TryRead(Encoding.UTF8.GetBytes(body), SampleJson.Default.Sample));
    }

    internal sealed record Sample
    {
        [JsonPropertyName("text"), JsonConverter(typeof(WireText))]
        public string? Text { get; init; }
    }

    [JsonSerializable(typeof(Sample))]
    internal sealed partial class SampleJson : JsonSerializerContext;
}
