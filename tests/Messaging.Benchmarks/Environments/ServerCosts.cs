using System.ComponentModel;
using System.Diagnostics;

namespace Messaging.Benchmarks.Environments;

/// <summary>The processor time of a server and its children: all processes that work in its folder.</summary>
internal static class ServerCosts
{
    public static TimeSpan CpuIn(string folder)
    {
        var sum = TimeSpan.Zero;
        foreach (var process in Process.GetProcesses())
        {
            using var _ = process;
            try
            {
                var workingFolder =
                    File.ResolveLinkTarget($"/proc/{process.Id}/cwd", returnFinalTarget: false)?.FullName;
                if (workingFolder?.StartsWith(folder, StringComparison.Ordinal) is true)
                    sum += process.TotalProcessorTime;
            }
            catch (Exception e) when (
                e is IOException or UnauthorizedAccessException or InvalidOperationException or Win32Exception)
            {
                // The process has ended meanwhile, or belongs to another user.
            }
        }

        return sum;
    }
}
