using System.Reflection;
using Messaging.Testing;

namespace Messaging.Integration.Tests.Samples;

/// <summary>A publisher and a subscriber from <c>samples/</c>, as somebody would run them.</summary>
/// <param name="Publish">Starts the publisher; exchange and files follow.</param>
/// <param name="Subscribe">Starts the subscriber; its queue follows.</param>
internal sealed record SampleProgram(IReadOnlyList<string> Publish, IReadOnlyList<string> Subscribe)
{
    private static readonly string Folder = typeof(SampleProgram).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key is "Samples").Value!;

    private static readonly string Seller = Path.Combine(AppContext.BaseDirectory, "Seller.dll");

    public static IReadOnlyDictionary<string, SampleProgram> All { get; } =
        new Dictionary<string, SampleProgram>(StringComparer.Ordinal)
        {
            // Debian's Python is the one that has Debian's pika.
            ["python"] = From(["/usr/bin/python3"], "python", "publish.py", "subscribe.py"),
            ["node"] = From(["node"], "node", "publish.mjs", "subscribe.mjs"),
            // For its short life the better compiler would not pay off.
            ["java"] = From(["java", "-XX:TieredStopAtLevel=1"], "java", "Publish.java", "Subscribe.java"),
            ["php"] = From(["php"], "php", "publish.php", "subscribe.php"),
            ["dotnet"] = new(["dotnet", "exec", Seller, "publish"], ["dotnet", "exec", Seller, "subscribe"]),
        };

    /// <summary>Publishes order events, each from a file; returns what the program said when it had ended.</summary>
    public Task<IReadOnlyList<string>> PublishAsync(string broker, string exchange, params string[] events) =>
        PublishAsync(broker, exchange, events, meanwhile: _ => Task.CompletedTask);

    /// <summary>The same, while something happens.</summary>
    public async Task<IReadOnlyList<string>> PublishAsync(
        string broker, string exchange, string[] events, Func<PrivateCommand, Task> meanwhile)
    {
        var folder = Directory.CreateTempSubdirectory("messaging-sample-");
        var files = events.Select((_, i) => Path.Combine(folder.FullName, $"event-{i}.json")).ToArray();
        foreach (var (file, json) in files.Zip(events))
            await File.WriteAllTextAsync(file, json);

        await using var publisher = new PrivateCommand([.. Publish, exchange, .. files], Settings(broker));
        await publisher.StartAsync();
        await meanwhile(publisher);
        await Eventually.TrueAsync(() => !publisher.IsRunning, "the publisher has ended");
        folder.Delete(recursive: true);
        return publisher.Output;
    }

    /// <summary>A subscriber with a queue of its own.</summary>
    public PrivateCommand CreateSubscriber(string broker, string queue) => new([.. Subscribe, queue], Settings(broker));

    private static SampleProgram From(string[] program, string language, string publish, string subscribe) => new(
        [.. program, Path.Combine(Folder, language, publish)], [.. program, Path.Combine(Folder, language, subscribe)]);

    private static Dictionary<string, string?> Settings(string broker) => new(StringComparer.Ordinal)
    {
        ["AMQP_URL"] = broker,
        ["CLASSPATH"] = string.Join(
            ':', new[] { "amqp-client", "gson", "slf4j-api", "slf4j-nop" }.Select(jar => $"/usr/share/java/{jar}.jar")),
    };
}
