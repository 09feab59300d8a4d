using YamlDotNet.RepresentationModel;

namespace Messaging.Contracts.Tests;

public sealed class AsyncApiTests
{
    private readonly YamlMappingNode _document = Load();

    public static TheoryData<string> Events => ContractFiles.EventNames;

    [Fact]
    public void It_is_the_current_version() => Assert.Equal("3.1.0", _document["asyncapi"].ToString());

    [Fact]
    public void It_has_a_fanout_exchange_for_each_event_and_no_other()
    {
        var channels = Channels("routingKey");

        Assert.Equal(ContractFiles.Events.Keys, channels.Select(channel => channel["address"].ToString()));
        Assert.All(channels, channel =>
        {
            var exchange = channel["bindings"]["amqp"]["exchange"];
            Assert.Equal(channel["address"], exchange["name"]);
            Assert.Equal("fanout", exchange["type"].ToString());
        });
    }

    [Fact]
    public void It_has_the_queue_of_each_vendor() =>
        Assert.Equal(
            ["fulfillment-fengchao", "fulfillment-em", "fulfillment-polyv"],
            Channels("queue").Select(channel => channel["address"].ToString()));

    [Fact]
    public void Every_reference_leads_somewhere()
    {
        var references = References(_document).ToArray();

        Assert.NotEmpty(references);
        Assert.All(references, reference =>
        {
            if (reference.StartsWith("#/", StringComparison.Ordinal))
                _ = reference[2..].Split('/').Aggregate((YamlNode)_document, (node, key) => node[key]);
            else
                Assert.True(File.Exists(Path.Combine(ContractFiles.Folder, reference.Split('#')[0])), reference);
        });
    }

    [Theory, MemberData(nameof(Events))]
    public void Each_event_travels_plain_and_in_an_envelope(string name)
    {
        var type = ContractFiles.Events[name].Name;
        var schemas = _document["components"]["schemas"];
        var messages = Channels("routingKey").Single(channel => channel["address"].ToString() == name)["messages"];

        Assert.Equal(
            [type, $"{type}Envelope"], ((YamlMappingNode)messages).Children.Keys.Select(key => key.ToString()));
        Assert.Equal($"schemas/{name}.schema.json", schemas[type]["$ref"].ToString());
        Assert.Equal($"schemas/{name}.envelope.schema.json", schemas[$"{type}Envelope"]["$ref"].ToString());
    }

    private YamlNode[] Channels(string kind) =>
    [
        .. ((YamlMappingNode)_document["channels"]).Children.Values
            .Where(channel => channel["bindings"]["amqp"]["is"].ToString() == kind),
    ];

    private static YamlMappingNode Load()
    {
        using var reader = File.OpenText(Path.Combine(ContractFiles.Folder, "asyncapi.yaml"));
        var stream = new YamlStream();
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    private static IEnumerable<string> References(YamlNode node) => node switch
    {
        YamlMappingNode map => map.Children.SelectMany(
            child => child.Key.ToString() == "$ref" ? [child.Value.ToString()] : References(child.Value)),
        YamlSequenceNode list => list.Children.SelectMany(References),
        _ => [],
    };
}
