using System.ComponentModel;
using System.Diagnostics;

namespace Messaging.Benchmarks.Environments;

/// <summary>
/// The baseline written for Node: its packages are installed into a temporary folder when it is first needed.
/// </summary>
internal static class NodeProgram
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static DirectoryInfo? _folder;

    public static string Script => Path.Combine(_folder!.FullName, "consumer.mjs");

    /// <summary>Why it cannot take part, or null when it is ready.</summary>
    public static async Task<string?> FindObstacleAsync(CancellationToken cancellationToken)
    {
        var folder = _folder = Directory.CreateTempSubdirectory("messaging-benchmark-node-");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Baselines", "Node")))
            File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
        try
        {
            return await RunAsync("node", ["--version"], cancellationToken)
                ?? await RunAsync(
                    "npm", ["install", "--no-audit", "--no-fund", "--loglevel", "error"], cancellationToken);
        }
        catch (Win32Exception e)
        {
            return e.Message;
        }
    }

    public static void Remove() => _folder?.Delete(recursive: true);

    private static async Task<string?> RunAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = _folder!.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = await process.StandardError.ReadToEndAsync(limit.Token);
            await output;
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0 ? null : $"{program} ended with {process.ExitCode}: {error.Trim()}";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            return $"{program} took longer than {Limit}";
        }
    }
}
