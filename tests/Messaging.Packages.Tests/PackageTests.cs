using System.IO.Compression;
using System.Xml.Linq;

namespace Messaging.Packages.Tests;

/// <summary>What is in the packages.</summary>
public sealed class PackageTests(PackedFixture packed)
{
    public static TheoryData<string> Libraries => [.. PackedFixture.Names.Where(name => name != "Messaging.Templates")];

    public static TheoryData<string> All => [.. PackedFixture.Names];

    [Theory]
    [MemberData(nameof(All))]
    public void It_says_what_it_is_under_which_licence_and_from_which_commit(string name)
    {
        using var package = Open(name);
        var metadata = ReadMetadata(package);

        Assert.Equal("MIT", Value(metadata, "license"));
        Assert.Equal("README.md", Value(metadata, "readme"));
        Assert.NotNull(package.GetEntry("README.md"));
        Assert.NotEqual("Package Description", Value(metadata, "description"));
        var repository = metadata.Element(metadata.Name.Namespace + "repository");
        Assert.Matches("^[0-9a-f]{40}$", repository?.Attribute("commit")?.Value);
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void It_has_documentation_and_symbols(string name)
    {
        using var package = Open(name);
        using var symbols = ZipFile.OpenRead(packed.Find(name, "snupkg"));

        Assert.NotNull(package.GetEntry($"lib/net10.0/{name}.dll"));
        Assert.NotNull(package.GetEntry($"lib/net10.0/{name}.xml"));
        Assert.NotNull(symbols.GetEntry($"lib/net10.0/{name}.pdb"));
    }

    [Fact]
    public void The_contracts_need_the_abstractions_and_nothing_else()
    {
        using var package = Open("Messaging.Contracts");
        var groups = ReadMetadata(package).Descendants().Where(element => element.Name.LocalName == "group").ToArray();

        Assert.Equal(["net10.0", "net8.0"], groups.Select(group => group.Attribute("targetFramework")!.Value).Order());
        Assert.All(groups, group => Assert.Equal(
            ("MassTransit.Abstractions", "[8.5.12, 9.0.0)"),
            Assert.Single(group.Elements().Select(
                needed => (needed.Attribute("id")!.Value, needed.Attribute("version")!.Value)))));
        Assert.NotNull(package.GetEntry("lib/net8.0/Messaging.Contracts.dll"));
    }

    [Fact]
    public void A_worker_brings_no_settings_of_its_own()
    {
        using var package = Open("Messaging.Worker");

        Assert.DoesNotContain(package.Entries, entry => entry.Name.StartsWith("appsettings", StringComparison.Ordinal));
    }

    private ZipArchive Open(string name) => ZipFile.OpenRead(packed.Find(name));

    private static XElement ReadMetadata(ZipArchive package)
    {
        var nuspec = package.Entries.Single(entry => entry.Name.EndsWith(".nuspec", StringComparison.Ordinal));
        using var content = nuspec.Open();
        return XDocument.Load(content).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }

    private static string? Value(XElement metadata, string name) =>
        metadata.Element(metadata.Name.Namespace + name)?.Value;
}
