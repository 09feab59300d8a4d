using NJsonSchema;

namespace Messaging.Testing.Contracts;

/// <summary>The published schemas and samples, to hold against what is really on the wire.</summary>
public static class ContractSchemas
{
    private const string Envelope = "application/vnd.masstransit+json";
    private const string Plain = "application/json";

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "contracts");
    private static readonly Dictionary<string, JsonSchema> Schemas =
        Directory.GetFiles(Path.Combine(Folder, "schemas")).ToDictionary(
            path => Path.GetFileName(path).Replace(".schema.json", "", StringComparison.Ordinal),
            path => JsonSchema.FromFileAsync(path).GetAwaiter().GetResult(),
            StringComparer.Ordinal);

    /// <summary>The sample messages of order events: exchange, file name and body.</summary>
    public static IReadOnlyList<(string Exchange, string Name, string Body)> OrderEvents { get; } =
    [
        .. Directory.GetFiles(Path.Combine(Folder, "samples"), "order-*.json")
            .Order(StringComparer.Ordinal)
            .Select(path => (Path.GetFileName(path).Split('.')[0], Path.GetFileName(path), File.ReadAllText(path))),
    ];

    /// <summary>The schema of a message, by its exchange.</summary>
    public static JsonSchema Get(string exchange) => Schemas[exchange];

    /// <summary>What is wrong with a message; empty when it is as its schema says.</summary>
    /// <param name="exchange">Where it was published.</param>
    /// <param name="contentType">Its content type, which says whether it is an envelope.</param>
    /// <param name="body">Its body.</param>
    public static IReadOnlyList<string> FindViolations(string exchange, string? contentType, string body) =>
        contentType switch
        {
            Envelope => Describe(Schemas[$"{exchange}.envelope"], body),
            Plain => Describe(Schemas[exchange], body),
            _ => [$"The content type is {contentType ?? "missing"}."],
        };

    private static IReadOnlyList<string> Describe(JsonSchema schema, string body) =>
        [.. schema.Validate(body).Select(error => $"{error.Path}: {error.Kind}")];
}
