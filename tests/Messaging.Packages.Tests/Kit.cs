namespace Messaging.Packages.Tests;

/// <summary>
/// The vendor Acme, made by the template in a folder of its own and built from the packed packages, beside what the
/// build of this test has downloaded.
/// </summary>
public sealed class Kit(PackedFixture packed) : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("messaging-kit-").FullName;

    /// <summary>The folder of the vendor's solution.</summary>
    public string Solution => Path.Combine(_folder, "Acme");

    /// <summary>A built program's assembly.</summary>
    /// <param name="project">Its project, as <c>src/Acme.Worker</c>.</param>
    public string Find(string project) =>
        Path.Combine(Solution, project, "bin", "Release", "net10.0", $"{Path.GetFileName(project)}.dll");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var hive = Path.Combine(_folder, "hive");
        await DotNet.RunAsync(
            _folder, null, "new", "install", packed.Find("Messaging.Templates"), "--debug:custom-hive", hive);
        await DotNet.RunAsync(
            _folder, null, "new", "messaging-vendor", "-n", "Acme", "--debug:custom-hive", hive);
        await File.WriteAllTextAsync(
            Path.Combine(Solution, "nuget.config"),
            $"""
            <configuration>
              <packageSources>
                <add key="packed" value="{packed.Folder}" />
              </packageSources>
              <packageSourceMapping>
                <packageSource key="packed"><package pattern="Messaging.*" /></packageSource>
                <packageSource key="nuget.org"><package pattern="*" /></packageSource>
              </packageSourceMapping>
              <fallbackPackageFolders>
                <add key="downloaded" value="{Built.Packages}" />
              </fallbackPackageFolders>
            </configuration>
            """);
        await DotNet.RunAsync(
            Solution, Path.Combine(_folder, "packages"), "build", "-c", "Release", "-p:NuGetAudit=false", "-v", "q");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
