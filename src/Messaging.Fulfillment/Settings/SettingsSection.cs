namespace Messaging.Fulfillment.Settings;

/// <summary>
/// A section of the configuration that is read into options. Registered beside those options, so that a key that
/// nothing reads, or a value that cannot be read, is found before the service starts.
/// </summary>
/// <param name="Path">
/// The section's path, as <c>Vendors:Polyv</c>. Several may have the same: then each reads its part.
/// </param>
/// <param name="Options">The type that it is read into.</param>
public sealed record SettingsSection(string Path, Type Options);
