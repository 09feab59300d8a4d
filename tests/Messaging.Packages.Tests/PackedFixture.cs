using Messaging.Packages.Tests;

[assembly: AssemblyFixture(typeof(PackedFixture))]

namespace Messaging.Packages.Tests;

/// <summary>Every package, packed into a folder as for a release.</summary>
public sealed class PackedFixture : IAsyncLifetime
{
    private static readonly string[] Projects =
    [
        "contracts/Messaging.Contracts", "src/Messaging.Fulfillment", "src/Messaging.VendorSimulator",
        "src/Messaging.Fulfillment.Testing", "src/Messaging.Worker", "src/Messaging.Templates",
    ];

    /// <summary>The names of the packages.</summary>
    public static IEnumerable<string> Names => Projects.Select(project => Path.GetFileName(project));

    /// <summary>Holds the packages: a source for <c>dotnet restore</c>.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("messaging-packages-").FullName;

    /// <summary>A package's file.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="extension">Whether the package or its symbols.</param>
    public string Find(string name, string extension = "nupkg") =>
        Directory.EnumerateFiles(Folder, $"{name}.*.{extension}")
            .Single(file => char.IsDigit(Path.GetFileName(file)[name.Length + 1]));

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        foreach (var project in Projects)
        {
            // One version for all, also where somebody commits meanwhile.
            await DotNet.RunAsync(
                Built.Root,
                null,
                "pack", project, "--no-build", "-c", Built.Configuration, "-o", Folder, "-v", "q",
                "-p:MinVerVersionOverride=1.0.0-packed");
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
