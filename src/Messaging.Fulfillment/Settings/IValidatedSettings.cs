namespace Messaging.Fulfillment.Settings;

/// <summary>Settings that can say what is wrong with them.</summary>
public interface IValidatedSettings
{
    /// <summary>
    /// Everything that is wrong, each a sentence that begins with a configuration path; never a secret's value.
    /// </summary>
    /// <param name="path">The path of the section they were read from, as <c>Vendors:Polyv</c>.</param>
    IEnumerable<string> FindErrors(string path);
}
