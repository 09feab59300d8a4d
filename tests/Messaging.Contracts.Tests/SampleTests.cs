using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using MassTransit.Serialization;
using NJsonSchema;

namespace Messaging.Contracts.Tests;

public sealed class SampleTests
{
    private static readonly JsonSerializerOptions Options = SystemTextJsonMessageSerializer.Options;

    public static TheoryData<string> Samples => ContractFiles.SampleNames;

    public static TheoryData<string> Events => ContractFiles.EventNames;

    [Theory, MemberData(nameof(Samples))]
    public void A_sample_is_read_and_written_back_unchanged(string name)
    {
        var sample = ContractFiles.Sample(name);

        var written = JsonSerializer.SerializeToNode(Read(sample, name), Options);

        Assert.True(JsonNode.DeepEquals(sample, written), $"{name} was written back as {written}");
    }

    [Theory, MemberData(nameof(Samples))]
    public void Unknown_fields_are_ignored(string name)
    {
        var sample = ContractFiles.Sample(name);
        var expected = JsonSerializer.Serialize(Read(sample, name), Options);
        sample["addedNextYear"] = new JsonObject { ["anything"] = 1 };

        Assert.Equal(expected, JsonSerializer.Serialize(Read(sample, name), Options));
    }

    [Theory, MemberData(nameof(Samples))]
    public async Task A_sample_fits_its_schema(string name)
    {
        var text = ContractFiles.Schema(name[..name.IndexOf('.', StringComparison.Ordinal)]);
        // In a sample, unlike in a message, a field that the schema does not have is a misspelt one.
        text["additionalProperties"] = false;
        if (text["$defs"]?["OrderItem"] is JsonObject item)
            item["additionalProperties"] = false;
        var schema = await JsonSchema.FromJsonAsync(text.ToJsonString(), TestContext.Current.CancellationToken);

        Assert.Empty(schema.Validate(ContractFiles.Sample(name).ToJsonString()));
    }

    [Theory, MemberData(nameof(Samples))]
    public void Without_a_required_field_reading_fails_and_names_it(string name)
    {
        var required = ContractFiles.GetEvent(name).GetProperties()
            .Where(property => property.IsDefined(typeof(RequiredMemberAttribute), inherit: false))
            .Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));
        foreach (var field in required)
        {
            var sample = ContractFiles.Sample(name);
            Assert.True(sample.Remove(field));

            var error = Assert.Throws<JsonException>(() => Read(sample, name));
            Assert.Contains($"'{field}'", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Events))]
    public void The_samples_of_an_event_together_use_every_field(string name)
    {
        var used = ContractFiles.SampleNames
            .Select(row => row.Data)
            .Where(sample => sample.StartsWith(name + ".", StringComparison.Ordinal))
            .SelectMany(sample => ContractFiles.Sample(sample).Select(field => field.Key));

        Assert.Equivalent(
            ContractFiles.Schema(name)["properties"]!.AsObject().Select(field => field.Key),
            used.Distinct(StringComparer.Ordinal),
            strict: true);
    }

    [Fact]
    public void Each_failure_reason_has_a_sample()
    {
        var reasons = ContractFiles.SampleNames
            .Select(row => row.Data)
            .Where(sample => sample.StartsWith("fulfillment-failed.", StringComparison.Ordinal))
            .Select(sample => ((FulfillmentFailed)Read(ContractFiles.Sample(sample), sample)).Reason);

        Assert.Equal(Enum.GetValues<FailureReason>().Skip(1), reasons.Order());
    }

    [Theory]
    [InlineData("\"rejectedByVendor\"", FailureReason.RejectedByVendor)]
    [InlineData("\"addedNextYear\"", FailureReason.Unrecognized)]
    [InlineData("\"3\"", FailureReason.Unrecognized)]
    public void A_failure_reason_that_is_not_known_yet_does_not_stop_a_subscriber(
        string json, FailureReason expected) =>
        Assert.Equal(expected, JsonSerializer.Deserialize<FailureReason>(json, Options));

    [Theory]
    [InlineData("4")]
    [InlineData("\"express\"")]
    [InlineData("\"Express\"")]
    public void A_transport_mode_is_read_by_name_and_by_the_vendors_number(string json) =>
        Assert.Equal(TransportMode.Express, JsonSerializer.Deserialize<TransportMode>(json, Options));

    private static object Read(JsonObject json, string sample) =>
        json.Deserialize(ContractFiles.GetEvent(sample), Options)!;
}
