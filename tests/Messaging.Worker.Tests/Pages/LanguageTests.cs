using System.Reflection;
using System.Text.RegularExpressions;
using Messaging.Worker.Words;
using Microsoft.AspNetCore.Http;

namespace Messaging.Worker.Tests.Pages;

/// <summary>Both languages say everything.</summary>
[Collection(Commands.EnvironmentVariable.Collection)]
public partial class LanguageTests
{
    public static TheoryData<string, string, string> All { get; } =
    [
        .. from type in typeof(Word).Assembly.GetTypes()
           from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
           where field.FieldType == typeof(Word)
           let word = (Word)field.GetValue(null)!
           select ($"{type.Name}.{field.Name}", word.English, word.Chinese),
    ];

    [Theory]
    [MemberData(nameof(All))]
    public void A_word_is_in_both_languages_and_takes_the_same(string name, string english, string chinese)
    {
        Assert.NotEmpty(english.Trim());
        Assert.True(chinese.Any(c => c > '\u2e7f') || NoWords.IsMatch(english), $"{name}: {chinese} is no Chinese.");
        Assert.DoesNotContain(english, c => c > '\u2e7f');
        Assert.Equal(Slots(english), Slots(chinese));
    }

    [Fact]
    public void There_are_words() => Assert.True(All.Count > 100);

    [Theory]
    [InlineData(null, "en")]
    [InlineData("de", "en")]
    [InlineData("zh", "zh-CN")]
    [InlineData("zh-TW,en;q=0.5", "zh-CN")]
    [InlineData("en-GB,zh;q=0.9", "en")]
    [InlineData("de,en;q=0.5,zh;q=0.7", "zh-CN")]
    [InlineData("zh;q=0,en;q=0.1", "en")]
    [InlineData(";;;\u0001", "en")]
    public void The_first_language_that_there_is_counts(string? accepted, string tag)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers.AcceptLanguage = accepted;

        Assert.Equal(tag, LanguageChoice.Choose(request).ToTag());
    }

    [Fact]
    public async Task A_page_comes_in_the_language_that_is_asked_for()
    {
        await using var scene = await PageScene.StartAsync();
        await scene.FailAsync("A");
        var browser = await scene.SignInAsync("operator", "zh-CN,zh;q=0.9");

        var page = await browser.OpenAsync("/ui");
        Assert.Contains("<html lang=\"zh-CN\">", page.Html, StringComparison.Ordinal);
        Assert.Contains("健康状况", page.Html, StringComparison.Ordinal);
        var order = await browser.OpenAsync("/ui/orders?number=A");
        Assert.Contains("失败,invalidEvent:", order.Text, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Slots(string text) =>
        Slot.Matches(text).Select(slot => slot.Value).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\{[0-9](:[A-Z])?\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Slot { get; }

    [GeneratedRegex(@"^[\s{}0-9]*$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NoWords { get; }
}
