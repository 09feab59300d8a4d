using System.Diagnostics;

namespace Messaging.Packages.Tests;

/// <summary>Runs the SDK as a developer does.</summary>
internal static class DotNet
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Runs a command to its end, and returns what it printed; fails with that where it fails.</summary>
    /// <param name="folder">Where it runs.</param>
    /// <param name="packages">The folder of packages, where it is not the user's own.</param>
    /// <param name="arguments">The command.</param>
    public static async Task<string> RunAsync(string folder, string? packages, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["MSBUILDDISABLENODEREUSE"] = "1",
                ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
                ["DOTNET_NOLOGO"] = "1",
                ["DOTNET_CLI_UI_LANGUAGE"] = "en",
            },
        };
        // What runs this test has set them for itself.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.Ordinal)
            && name is not "MSBUILDDISABLENODEREUSE").ToArray())
        {
            start.Environment.Remove(name);
        }

        if (packages is not null)
            start.Environment["NUGET_PACKAGES"] = packages;
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync().WaitAsync(Limit, TimeProvider.System);
            var printed = await output + await error;
            Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}: {process.ExitCode}\n{printed}");
            return printed;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
