using System.Globalization;
using Messaging.Worker.Commands;
using Messaging.Worker.Words;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Messaging.Worker.Pages;

/// <summary>Words, times and strangers' texts as the page shows them, in the language of whoever looks.</summary>
internal sealed class PageText(IHttpContextAccessor contexts, TimeProvider time)
{
    public Language Language { get; } =
        contexts.HttpContext is { } context ? LanguageChoice.Choose(context.Request) : Language.English;

    public string this[Word word] => word.In(Language);

    public string Of(Word word, params object?[] values) => word.In(Language, values);

    /// <summary>A count, with its thousands apart.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A time, in UTC as in the logs, with its age.</summary>
    public IHtmlContent Time(DateTimeOffset? at)
    {
        if (at is not { } known)
            return new HtmlContentBuilder().Append("–");
        var tag = new TagBuilder("time");
        tag.Attributes["datetime"] = known.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
        tag.InnerHtml.Append(known.UtcDateTime.ToString("u", CultureInfo.InvariantCulture));
        return new HtmlContentBuilder().AppendHtml(tag).Append($" ({Age(time.GetUtcNow() - known)})");
    }

    /// <summary>How long ago something was, or how far ahead it is.</summary>
    public string Age(TimeSpan age) => age.Duration() switch
    {
        { TotalSeconds: < 90 } near => Ago(age, PageWords.Seconds, near.TotalSeconds),
        { TotalMinutes: < 90 } near => Ago(age, PageWords.Minutes, near.TotalMinutes),
        { TotalHours: < 48 } near => Ago(age, PageWords.Hours, near.TotalHours),
        var far => Ago(age, PageWords.Days, far.TotalDays),
    };

    /// <summary>
    /// A text that a publisher, a vendor or a broker made: its direction cannot turn what is around it, and its control
    /// characters are shown as such.
    /// </summary>
    public static IHtmlContent Stranger(string? text)
    {
        var tag = new TagBuilder("bdi");
        tag.InnerHtml.Append(TerminalText.Clean(text, keepLines: true));
        return tag;
    }

    private string Ago(TimeSpan age, Word unit, double count) =>
        Of(age < TimeSpan.Zero ? PageWords.Ahead : PageWords.Ago, Of(unit, (long)count));
}
