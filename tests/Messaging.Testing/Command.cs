using System.Diagnostics;

namespace Messaging.Testing;

/// <summary>Runs short-lived programs.</summary>
public static class Command
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Runs a program to its end and returns what it printed.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="input">What it is to read; null for nothing.</param>
    /// <exception cref="InvalidOperationException">It failed; the message holds what it said.</exception>
    public static async Task<string> RunAsync(IReadOnlyList<string> command, string? input = null)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(Limit, TimeProvider.System);
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException(
                $"{command[0]} ended with {process.ExitCode}: {await error}{await output}");
    }
}
