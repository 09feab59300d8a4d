using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;

namespace Messaging.Worker.Hosting;

/// <summary>
/// A JSON file whose changes are followed. One that cannot be read any more is refused, and what was read before stays;
/// by itself the platform would go on with no settings at all.
/// </summary>
internal sealed class SettingsFile : JsonConfigurationSource
{
    public SettingsFile(IFileProvider folder, string name)
    {
        FileProvider = folder;
        Path = name;
        ReloadOnChange = true;
    }

    /// <summary>Told why a change was refused.</summary>
    public Action<string>? Refused { get; set; }

    public override IConfigurationProvider Build(IConfigurationBuilder builder) => new Provider(this);

    private sealed class Provider(SettingsFile source) : JsonConfigurationProvider(source)
    {
        private bool _wasRead;

        public override void Load(Stream stream)
        {
            try
            {
                base.Load(stream);
                _wasRead = true;
            }
            catch (FormatException e) when (_wasRead)
            {
                source.Refused?.Invoke($"{e.Message} {e.InnerException?.Message}");
            }
        }
    }
}
