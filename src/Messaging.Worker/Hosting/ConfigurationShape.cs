using System.ComponentModel;
using System.Reflection;
using Messaging.Fulfillment.Settings;

namespace Messaging.Worker.Hosting;

/// <summary>
/// Compares settings with the types that they are bound to: binding would skip an unknown key, and stop at the first
/// value that it cannot convert.
/// </summary>
internal sealed class ConfigurationShape
{
    private readonly IReadOnlyList<SettingsSection> _sections;
    private readonly List<ShapeError> _errors = [];

    private ConfigurationShape(IReadOnlyList<SettingsSection> sections) => _sections = sections;

    public static IReadOnlyList<ShapeError> FindErrors(
        IConfiguration configuration, IEnumerable<SettingsSection> sections)
    {
        var shape = new ConfigurationShape([.. sections]);
        var roots = shape._sections.Select(section => section.Path.Split(':')[0]);
        foreach (var root in roots.Distinct(StringComparer.OrdinalIgnoreCase))
            shape.CheckSection(configuration.GetSection(root));
        return shape._errors;
    }

    /// <summary>The properties that can be set from configuration.</summary>
    public static IEnumerable<PropertyInfo> GetSettable(Type options) =>
        options.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetSetMethod() is not null);

    /// <summary>A section that is registered, or has registered ones below it.</summary>
    private void CheckSection(IConfigurationSection section)
    {
        var below = _sections
            .Where(known => known.Path.StartsWith(section.Path + ':', StringComparison.OrdinalIgnoreCase))
            .Select(known => known.Path[(section.Path.Length + 1)..].Split(':')[0])
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var types = _sections
            .Where(known => known.Path.Equals(section.Path, StringComparison.OrdinalIgnoreCase))
            .Select(known => known.Options);
        CheckObject(section, [.. types], below);
    }

    private void CheckObject(IConfigurationSection section, IReadOnlyList<Type> types, HashSet<string> below)
    {
        var properties = types.SelectMany(GetSettable)
            .DistinctBy(property => property.Name, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var child in section.GetChildren())
        {
            if (below.Contains(child.Key))
                CheckSection(child);
            else if (properties.TryGetValue(child.Key, out var property))
                CheckValue(child, property.PropertyType);
            else
                Report(child, $"there is no such setting{NearMatch.Hint(child.Key, [.. properties.Keys, .. below])}.");
        }
    }

    private void CheckValue(IConfigurationSection section, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        var converter = TypeDescriptor.GetConverter(type);
        if (converter.CanConvertFrom(typeof(string)))
        {
            if (section.Value is null && section.GetChildren().Any())
                Report(section, $"is a section, and has to be one value: {SettingKind.Describe(type)}.");
            else if (!string.IsNullOrEmpty(section.Value) && !IsConvertible(converter, section.Value))
                Report(section, $"is not {SettingKind.Describe(type)}.");
        }
        else if (SettingKind.GetElement(type) is { } element)
        {
            if (!string.IsNullOrEmpty(section.Value))
                Report(section, $"is one value, and takes entries below it, each with a key, as {section.Path}:0.");
            foreach (var child in section.GetChildren())
                CheckValue(child, element);
        }
        else
        {
            CheckObject(section, [type], new HashSet<string>(StringComparer.Ordinal));
        }
    }

    private static bool IsConvertible(TypeConverter converter, string value)
    {
        try
        {
            converter.ConvertFromInvariantString(value);
            return true;
        }
        catch (Exception e) when (
            e is FormatException or ArgumentException or OverflowException or NotSupportedException)
        {
            return false;
        }
    }

    private void Report(IConfigurationSection section, string problem) => _errors.Add(new(section.Path, problem));
}
