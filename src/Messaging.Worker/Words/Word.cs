using System.Globalization;

namespace Messaging.Worker.Words;

/// <summary>A word or sentence in all languages: one cannot be added without the other.</summary>
/// <param name="English">In English; {0} and so on stand for what is put in.</param>
/// <param name="Chinese">In Chinese, with the same.</param>
internal sealed record Word(string English, string Chinese)
{
    public string In(Language language) => language is Language.Chinese ? Chinese : English;

    /// <summary>With values put in; times as they are read by programs, too.</summary>
    public string In(Language language, params object?[] values) =>
        string.Format(CultureInfo.InvariantCulture, In(language), values);
}
