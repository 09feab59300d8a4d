using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Messaging.Worker.Tests.Deployment;

/// <summary>What is run on one machine, and what the images are made from.</summary>
public sealed partial class ComposeTests
{
    private static readonly string[] Ours = ["simulator", "worker"];

    public static TheoryData<string> Services { get; } =
        ["rabbitmq", "postgres", "dashboard", "simulator", "worker"];

    [Theory]
    [MemberData(nameof(Services))]
    public void A_container_has_no_privileges_and_a_version(string name)
    {
        var service = Read()[name];

        Assert.Equal(["ALL"], service.CapDrop);
        Assert.Equal(["no-new-privileges:true"], service.SecurityOpt);
        if (Ours.Contains(name))
            Assert.True(service.ReadOnly);
        else
            Assert.Matches(Pinned(), service.Image);
    }

    [Fact]
    public void No_container_is_left_out() =>
        Assert.Equal(Services.Select(row => row.Data).Order(), Read().Keys.Order());

    [Fact]
    public void The_images_are_made_from_versions_and_run_as_a_user()
    {
        var lines = File.ReadAllLines(RepositoryFile.Find("Dockerfile"));
        var outside = lines
            .Where(line => line.StartsWith("FROM ", StringComparison.Ordinal))
            .Where(line => line.Contains('/', StringComparison.Ordinal))
            .Select(line => line.Split(' ')[1]);

        Assert.All(outside, image => Assert.Matches(Pinned(), image));
        Assert.Equal(
            "USER $APP_UID", lines.Last(line => line.StartsWith("USER ", StringComparison.Ordinal)));
        Assert.Contains("VOLUME /data", lines);
    }

    private static Dictionary<string, Service> Read()
    {
        using var file = new StreamReader(RepositoryFile.Find("docker-compose.yml"));
        return new DeserializerBuilder()
            .WithNamingConvention(UnderscoredNamingConvention.Instance)
            .IgnoreUnmatchedProperties()
            .Build()
            .Deserialize<ComposeFile>(new MergingParser(new Parser(file)))
            .Services;
    }

    [GeneratedRegex(@":\d+\.\d+(\.\d+)?(-\w+)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pinned();

    private sealed class ComposeFile
    {
        public Dictionary<string, Service> Services { get; set; } = [];
    }

    private sealed class Service
    {
        public string Image { get; set; } = "";

        public List<string> CapDrop { get; set; } = [];

        public List<string> SecurityOpt { get; set; } = [];

        public bool ReadOnly { get; set; }
    }
}
