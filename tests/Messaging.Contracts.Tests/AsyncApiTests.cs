using YamlDotNet.RepresentationModel;

namespace Messaging.Contracts.Tests;

public sealed class AsyncApiTests
{
    private readonly YamlMappingNode _document = Load();

    public static TheoryData<string> Events => ContractFiles.EventNames;

    [Fact]
    public void It_is_version_3() => Assert.Equal("3.0.0", _document["asyncapi"].ToString());

    [Fact]
    public void It_has_a_fanout_exchange_for_each_event_and_no_other()
    {
        var channels = ((YamlMappingNode)_document["channels"]).Children.Values.ToArray();

        Assert.Equal(ContractFiles.Events.Keys, channels.Select(channel => channel["address"].ToString()));
        Assert.All(channels, channel =>
        {
            var exchange = channel["bindings"]["amqp"]["exchange"];
            Assert.Equal(channel["address"], exchange["name"]);
            Assert.Equal("fanout", exchange["type"].ToString());
        });
    }

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
                Assert.True(File.Exists(Path.Combine(ContractFiles.Folder, reference)), $"{reference} does not exist");
        });
    }

    [Theory, MemberData(nameof(Events))]
    public void Each_events_message_has_its_own_schema(string name) =>
        Assert.Equal(
            $"schemas/{name}.schema.json",
            _document["components"]["messages"][ContractFiles.Events[name].Name]["payload"]["$ref"].ToString());

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
