using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Messaging.Benchmarks.Reports;

/// <summary>The report of a run: rows of figures, and which targets they meet.</summary>
/// <param name="verb">What was measured.</param>
internal sealed class Report(string verb)
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<JsonObject> _rows = [];
    private readonly List<JsonObject> _targets = [];

    /// <summary>The figures as a drawing; null where there is none.</summary>
    public XDocument? Chart { get; init; }

    /// <summary>Adds a row; rows with the same names form one table.</summary>
    public void Add(params IEnumerable<(string Name, JsonNode Value)> figures) => _rows.Add(Row(figures));

    /// <summary>Adds a target with a lower bound.</summary>
    public void AtLeast(string what, double measured, double target) =>
        Check(what, measured, ">=", target, measured >= target);

    /// <summary>Adds a target with an upper bound.</summary>
    public void AtMost(string what, double measured, double target) =>
        Check(what, measured, "<=", target, measured <= target);

    /// <summary>A figure, rounded to a meaningful precision.</summary>
    public static JsonNode Number(double value) => Math.Round(value, Math.Abs(value) switch
    {
        >= 100 => 0,
        >= 10 => 1,
        _ => 2,
    });

    /// <summary>The median; of several values also the smallest and the largest.</summary>
    public static JsonNode Spread(IReadOnlyList<double> values) => new JsonObject
    {
        ["median"] = Number(Statistics.Median(values)),
        ["least"] = Number(values.Min()),
        ["most"] = Number(values.Max()),
    };

    public string ToJson() => new JsonObject
    {
        ["verb"] = verb,
        ["processors"] = Environment.ProcessorCount,
        ["figures"] = new JsonArray([.. _rows]),
        ["targets"] = new JsonArray([.. _targets]),
    }.ToJsonString(Indented);

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var rows in new[] { _rows, _targets }.SelectMany(Tables))
            Write(text, rows);
        return text.ToString();
    }

    private void Check(string what, double measured, string sign, double target, bool isMet) => _targets.Add(Row(
        [("target", what), ("measured", Number(measured)), (
            "wanted", $"{sign} {Text(target)}"), ("verdict", isMet ? "ok" : "MISSED")]));

    private static string Cell(JsonNode value) =>
        value is JsonObject spread ? $"{spread["median"]} ({spread["least"]}–{spread["most"]})" : value.ToString();

    private static string Text(double value) => Number(value).ToJsonString();

    private static JsonObject Row(IEnumerable<(string Name, JsonNode Value)> figures) =>
        new(figures.Select(figure => KeyValuePair.Create<string, JsonNode?>(figure.Name, figure.Value)));

    private static IEnumerable<List<JsonObject>> Tables(IEnumerable<JsonObject> rows)
    {
        var table = new List<JsonObject>();
        foreach (var row in rows)
        {
            if (table.Count > 0 && !Names(row).SequenceEqual(Names(table[0]), StringComparer.Ordinal))
            {
                yield return table;
                table = [];
            }

            table.Add(row);
        }

        if (table.Count > 0)
            yield return table;
    }

    private static IEnumerable<string> Names(JsonObject row) => row.Select(cell => cell.Key);

    private static void Write(StringBuilder text, List<JsonObject> rows)
    {
        string[][] lines = [[.. Names(rows[0])], .. rows.Select(
            row => row.Select(cell => Cell(cell.Value!)).ToArray())];
        var widths =
            Enumerable.Range(0, lines[0].Length).Select(column => lines.Max(line => line[column].Length)).ToArray();
        foreach (var line in lines)
        {
            var cells = line.Select((cell, column) => cell.PadRight(widths[column]));
            text.AppendLine(CultureInfo.InvariantCulture, $"{string.Join("  ", cells).TrimEnd()}");
        }

        text.AppendLine();
    }
}
