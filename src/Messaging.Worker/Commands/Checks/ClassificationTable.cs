using System.Globalization;
using Messaging.Fulfillment.Vendors;
using Spectre.Console;

namespace Messaging.Worker.Commands.Checks;

/// <summary>
/// How a vendor's answers are read: the first rule that matches counts, the operator's before the built-in ones.
/// </summary>
internal static class ClassificationTable
{
    public static Table Create(RegisteredVendor vendor)
    {
        var settings = vendor.Settings.CurrentValue;
        var table = new Table
        {
            Title = new TableTitle($"{vendor.Name}: what an answer means, first match first"),
            Border = TableBorder.Ascii2,
        };
        table.AddColumns("rule", "code", "text", "meaning", "class");
        AddRules(table, "configured", settings.Classification);
        AddRules(table, "built in", settings.BuiltInClassification);
        return table;
    }

    private static void AddRules(Table table, string origin, IReadOnlyList<ClassificationRule> rules)
    {
        foreach (var rule in rules)
        {
            table.AddRow(
                new Text(origin),
                new Text(rule.Code ?? ""),
                new Text(rule.Text ?? ""),
                new Text(rule.Meaning ?? ""),
                new Text(Describe(rule)));
        }
    }

    private static string Describe(ClassificationRule rule)
    {
        var after = rule.After is { } wait ? $", after {wait}" : "";
        var attempts =
            rule.MaxAttempts is { } most ? $", {most.ToString(CultureInfo.InvariantCulture)} times at most" : "";
        return $"{rule.Class}{after}{attempts}{(rule.Alone ? ", alone" : "")}";
    }
}
