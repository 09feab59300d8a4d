using System.Reflection;

namespace Messaging.Packages.Tests;

/// <summary>Where this was built from, and with what.</summary>
internal static class Built
{
    /// <summary>The folder of the solution.</summary>
    public static string Root => Read(nameof(Root));

    /// <summary>Debug or Release.</summary>
    public static string Configuration => Read(nameof(Configuration));

    /// <summary>The packages that the build has downloaded.</summary>
    public static string Packages => Read(nameof(Packages));

    private static string Read(string name) =>
        typeof(Built).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == name).Value!;
}
