using System.Text.Json.Nodes;

namespace Messaging.Contracts.Tests;

/// <summary>
/// The files beside the contracts. A sample's name starts with the name of its event's exchange:
/// <c>order-shipped.full.json</c>.
/// </summary>
internal static class ContractFiles
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "contracts");

    public static IReadOnlyDictionary<string, Type> Events { get; } =
        new Dictionary<string, Type>(StringComparer.Ordinal)
        {
            ["order-shipped"] = typeof(OrderShipped),
            ["order-modified"] = typeof(OrderModified),
            ["order-marked-delivering"] = typeof(OrderMarkedDelivering),
            ["fulfillment-succeeded"] = typeof(FulfillmentSucceeded),
            ["fulfillment-failed"] = typeof(FulfillmentFailed),
        };

    public static TheoryData<string> EventNames { get; } = new(Events.Keys);

    public static TheoryData<string> SampleNames { get; } =
        new(Directory.GetFiles(
            Path.Combine(Folder, "samples")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));

    public static Type GetEvent(string sample) => Events[sample[..sample.IndexOf('.', StringComparison.Ordinal)]];

    public static JsonObject Sample(string name) => Read($"samples/{name}");

    public static JsonObject Schema(string eventName) => Read($"schemas/{eventName}.schema.json");

    private static JsonObject Read(string path) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, path)))!.AsObject();
}
