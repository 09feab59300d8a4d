using System.Globalization;
using System.Xml.Linq;

namespace Messaging.Benchmarks.Reports;

/// <summary>Draws groups of bars on one scale, as an SVG that is readable on light and dark ground.</summary>
internal static class BarChart
{
    private const int Width = 760;
    private const int NamesWidth = 170;
    private const int ValuesWidth = 150;
    private const int LineHeight = 22;
    private const int GroupGap = 20;
    private const int BarHeight = 14;
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <param name="title">What the bars measure.</param>
    /// <param name="groups">The groups, from top to bottom.</param>
    public static XDocument Draw(string title, IReadOnlyList<BarGroup> groups)
    {
        var scale = (Width - NamesWidth - ValuesWidth) / groups.SelectMany(group => group.Bars).Max(bar => bar.Value);
        var svg = new XElement(Svg + "svg", new XAttribute("role", "img"), new XElement(Svg + "title", title));
        svg.Add(new XElement(
            Svg + "style",
            "text{font:13px system-ui,sans-serif;fill:#6e7781}.name{text-anchor:end}.group,.title{font-weight:600}"
                + ".plain{fill:#afb8c1}.keeps{fill:#8c959f}.ours{fill:#1f883d}"));
        var y = LineHeight;
        svg.Add(Text("title", 0, y, title));
        foreach (var group in groups)
        {
            y += GroupGap + LineHeight;
            svg.Add(Text("group", 0, y, group.Name));
            foreach (var bar in group.Bars)
            {
                y += LineHeight;
                svg.Add(Text("name", NamesWidth - 8, y, bar.Name));
                svg.Add(new XElement(
                    Svg + "rect",
                    new XAttribute("class", bar.Kind.ToString().ToLowerInvariant()),
                    new XAttribute("x", NamesWidth),
                    new XAttribute("y", y - BarHeight + 2),
                    new XAttribute("width", Number(Math.Max(1, bar.Value * scale))),
                    new XAttribute("height", BarHeight)));
                svg.Add(Text("value", NamesWidth + (bar.Value * scale) + 8, y, bar.Label));
            }
        }

        svg.SetAttributeValue("viewBox", FormattableString.Invariant($"0 0 {Width} {y + LineHeight}"));
        return new XDocument(svg);
    }

    private static XElement Text(string kind, double x, int y, string text) => new(
        Svg + "text",
        new XAttribute("class", kind),
        new XAttribute("x", Number(x)),
        new XAttribute("y", y),
        text);

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}

/// <param name="Name">What its bars have in common.</param>
/// <param name="Bars">The bars, from top to bottom.</param>
internal sealed record BarGroup(string Name, IReadOnlyList<Bar> Bars);

/// <param name="Name">Whose bar it is.</param>
/// <param name="Kind">Its colour.</param>
/// <param name="Value">Its length.</param>
/// <param name="Label">What stands behind it.</param>
internal sealed record Bar(string Name, BarKind Kind, double Value, string Label);

/// <summary>The colour of a bar; each is a class of the drawing's style.</summary>
internal enum BarKind
{
    /// <summary>A rival that keeps nothing.</summary>
    Plain,

    /// <summary>A rival that keeps results.</summary>
    Keeps,

    /// <summary>The service.</summary>
    Ours,
}
