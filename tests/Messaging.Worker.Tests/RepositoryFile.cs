using System.Reflection;

namespace Messaging.Worker.Tests;

/// <summary>Files of the repository that tests compare with the code.</summary>
internal static class RepositoryFile
{
    private static readonly string Root = typeof(RepositoryFile).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key is "Root").Value!;

    /// <param name="path">Its path from the repository's root on.</param>
    public static string Find(string path) => Path.GetFullPath(Path.Combine(Root, path));
}
