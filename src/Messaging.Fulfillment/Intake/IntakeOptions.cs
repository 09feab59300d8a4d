using Messaging.Fulfillment.Settings;

namespace Messaging.Fulfillment.Intake;

/// <summary>What is taken from the bus, from the section <c>Bus</c>.</summary>
public sealed class IntakeOptions : IValidatedSettings
{
    private const int Kibibyte = 1024;
    private const int Mebibyte = 1024 * Kibibyte;

    /// <summary>
    /// The largest message that is read, in bytes, 4 KiB to 64 MiB; what is larger is put aside, and answered where its
    /// event id can be found. An order event has some 500 bytes. Default: 1 MiB.
    /// </summary>
    public int MaxMessageBytes { get; set; } = Mebibyte;

    /// <inheritdoc/>
    public IEnumerable<string> FindErrors(string path)
    {
        if (MaxMessageBytes is < 4 * Kibibyte or > 64 * Mebibyte)
            yield return $"{path}:MaxMessageBytes: {MaxMessageBytes} is outside 4,096 to 67,108,864.";
    }
}
