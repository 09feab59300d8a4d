using Microsoft.Extensions.Configuration.KeyPerFile;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.FileProviders.Physical;

namespace Messaging.Worker.Hosting;

/// <summary>Where an operator keeps settings outside the program's folder.</summary>
/// <param name="File">A settings file in JSON; null for none.</param>
/// <param name="SecretsFolder">
/// A folder with a file for each setting, named by its key with two underscores for the colon, as Kubernetes mounts a
/// secret; null for none.
/// </param>
internal sealed record SettingsPaths(string? File, string? SecretsFolder)
{
    /// <summary>Adds both; a change of either is followed within some seconds.</summary>
    /// <exception cref="InvalidDataException">One of them does not exist, or cannot be read.</exception>
    public void AddTo(ConfigurationManager configuration)
    {
        if (File is not null)
        {
            var path = Path.GetFullPath(File);
            if (!System.IO.File.Exists(path))
                throw new InvalidDataException($"The settings file {path} does not exist.");
            configuration.Sources.Add(new SettingsFile(
                Watch(Path.GetDirectoryName(path)!, ExclusionFilters.None), Path.GetFileName(path)));
        }

        if (SecretsFolder is not null)
        {
            var path = Path.GetFullPath(SecretsFolder);
            if (!Directory.Exists(path))
                throw new InvalidDataException($"The folder of secrets {path} does not exist.");
            configuration.Sources.Add(new KeyPerFileConfigurationSource
            {
                // Without names that begin with a dot: among them are the links by which Kubernetes exchanges all
                // files at once.
                FileProvider = Watch(path, ExclusionFilters.Sensitive),
                ReloadOnChange = true,
            });
        }

        // What stands in the environment still has the last word.
        configuration.AddEnvironmentVariables();
    }

    /// <summary>By looking: the system does not tell of a link whose target's folder was exchanged.</summary>
    private static PhysicalFileProvider Watch(string folder, ExclusionFilters filters) =>
        new(folder, filters) { UsePollingFileWatcher = true, UseActivePolling = true };
}
