namespace Messaging.Worker.Words;

/// <summary>The languages that the operators' page speaks.</summary>
internal enum Language
{
    English,
    Chinese,
}

/// <summary>
/// Which language a browser asks for. Not by the platform's cultures: the process knows the invariant one alone, so
/// that numbers and times look the same everywhere.
/// </summary>
internal static class LanguageChoice
{
    /// <summary>The first of the browser's languages that there is; English where there is none.</summary>
    public static Language Choose(HttpRequest request)
    {
        var wanted = request.GetTypedHeaders().AcceptLanguage;
        foreach (var language in wanted.Where(one => one.Quality != 0).OrderByDescending(one => one.Quality ?? 1))
        {
            if (language.Value.StartsWith("zh", StringComparison.OrdinalIgnoreCase))
                return Language.Chinese;
            if (language.Value.StartsWith("en", StringComparison.OrdinalIgnoreCase))
                return Language.English;
        }

        return Language.English;
    }

    /// <summary>As HTML names it.</summary>
    public static string ToTag(this Language language) => language is Language.Chinese ? "zh-CN" : "en";
}
