using Messaging.Fulfillment.Settings;
using Messaging.Fulfillment.Vendors;
using Messaging.Worker.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Worker.Tests.Hosting;

/// <summary>The configuration reference names every setting, each by its path.</summary>
public class ConfigurationReferenceTests
{
    private static readonly string Reference = File.ReadAllText(RepositoryFile.Find("docs/configuration.md"));

    public static TheoryData<string> Paths { get; } =
        [.. Sections().SelectMany(section => GetPaths(section.Path, section.Options)).Distinct()];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Every_setting_is_in_the_reference(string path) =>
        Assert.Contains($"`{path}`", Reference, StringComparison.Ordinal);

    [Fact]
    public void There_are_settings_to_look_for() => Assert.True(Paths.Count > 40);

    private static IEnumerable<SettingsSection> Sections() => new ServiceCollection()
        .AddWorker(Settings.From([]))
        .Select(service => service.ImplementationInstance)
        .OfType<SettingsSection>();

    private static IEnumerable<string> GetPaths(string path, Type options)
    {
        foreach (var property in ConfigurationShape.GetSettable(options))
        {
            // Settings that all vendors have are described once.
            var isShared = string.Equals(
                property.DeclaringType!.Namespace, typeof(VendorLimits).Namespace, StringComparison.Ordinal);
            var own = $"{(isShared ? Generalize(path) : path)}:{property.Name}";
            var ownBelow = $"{path}:{property.Name}";
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            var element = SettingKind.GetElement(type);
            var below = element is not null
                ? $"{ownBelow}:{(type.GetGenericArguments().Length == 2 ? "<name>" : "<n>")}"
                : ownBelow;
            var nested = element ?? type;
            if (nested.Assembly.GetName().Name!.StartsWith("Messaging.", StringComparison.Ordinal) && !nested.IsEnum)
            {
                foreach (var inner in GetPaths(below, nested))
                    yield return inner;
            }
            else
            {
                yield return own;
            }
        }
    }

    private static string Generalize(string path) =>
        string.Join(
            ':',
            path.Split(':').Select(
                (part, i) => i == 1 && path.StartsWith("Vendors:", StringComparison.Ordinal) ? "<vendor>" : part));
}
