using System.Text.RegularExpressions;

namespace Messaging.Packages.Tests;

/// <summary>
/// The README in Chinese says what the English one says: a comment before each of its headings has the English one, and
/// commands, code and links are the same.
/// </summary>
public sealed partial class ReadmeTests
{
    private const string English = "README.md";
    private const string Chinese = "README.zh-CN.md";

    [Fact]
    public void The_headings_are_the_same_in_the_same_order() => AssertSame(
        Read(English).Where(line => line.StartsWith('#')).Skip(1),
        Read(Chinese).Zip(Read(Chinese).Skip(1))
            .Where(lines => lines.Second.StartsWith('#'))
            .Select(lines => NameInEnglish(lines.First, lines.Second)));

    [Fact]
    public void The_code_is_the_same_but_for_comments() => AssertSame(ReadCode(English), ReadCode(Chinese));

    [Fact]
    public void The_links_lead_to_the_same_files() => AssertSame(
        ReadLinks(English).Where(link => link is not Chinese).Order(StringComparer.Ordinal),
        ReadLinks(Chinese).Where(link => link is not English).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData(English)]
    [InlineData(Chinese)]
    public void No_link_is_broken(string readme) => Assert.All(
        ReadLinks(readme), link => Assert.True(Path.Exists(Path.Combine(Built.Root, link)), $"{readme}: {link}"));

    private static void AssertSame(IEnumerable<string> english, IEnumerable<string> chinese)
    {
        var (wanted, found) = (english.ToArray(), chinese.ToArray());
        var missing = wanted.Except(found, StringComparer.Ordinal);
        var surplus = found.Except(wanted, StringComparer.Ordinal);

        Assert.True(
            wanted.SequenceEqual(found, StringComparer.Ordinal),
            $"{Chinese} lacks:\n  {string.Join("\n  ", missing)}\nand has instead:\n  {string.Join("\n  ", surplus)}\n"
                + "(in another order where both are empty)");
    }

    /// <summary>Lines outside of code, in which a # begins a comment.</summary>
    private static IEnumerable<string> Read(string readme)
    {
        var isCode = false;
        foreach (var line in File.ReadLines(Path.Combine(Built.Root, readme)))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
                isCode = !isCode;
            else if (!isCode && !line.StartsWith("    ", StringComparison.Ordinal))
                yield return line;
        }
    }

    /// <summary>Lines of code without comments; pictures and lists of folders have words, and are left out.</summary>
    private static IEnumerable<string> ReadCode(string readme)
    {
        var fence = "";
        foreach (var line in File.ReadLines(Path.Combine(Built.Root, readme)))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
                fence = fence.Length == 0 ? line : "";
            else if (fence.Length == 0 ? Command().IsMatch(line) : !fence.EndsWith("mermaid", StringComparison.Ordinal))
                yield return Comment().Replace(line, "").TrimEnd();
        }
    }

    private static IEnumerable<string> ReadLinks(string readme) =>
        from line in Read(readme)
        from Match link in Link().Matches(line)
        let target = link.Groups["target"].Value.Split('#')[0]
        where target.Length > 0 && !target.Contains("://", StringComparison.Ordinal)
        select target;

    /// <summary>The heading's level, with the text of the comment before it.</summary>
    private static string NameInEnglish(string comment, string heading) =>
        $"{heading.Split(' ')[0]} {comment.Replace("<!-- ", "", StringComparison.Ordinal)}"
            .Replace(" -->", "", StringComparison.Ordinal);

    [GeneratedRegex(@"\]\((?<target>[^)]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"\s+(#|//) .*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Comment();

    [GeneratedRegex(
        @"^ {4}(dotnet|\./|cp|cd|export|docker|curl|rabbitmqctl|git|npm|python3|php|java|mvn) ?",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Command();
}
