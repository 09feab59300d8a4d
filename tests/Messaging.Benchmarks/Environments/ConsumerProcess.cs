using System.Diagnostics;
using System.Globalization;

namespace Messaging.Benchmarks.Environments;

/// <summary>
/// A contestant's process and its resource usage. A shell between the two kills it when this program has ended in any
/// way. It runs in a session of its own, so that Ctrl+C reaches this program only.
/// </summary>
internal sealed class ConsumerProcess : IAsyncDisposable
{
    private const string Guard = """
        "$@" </dev/null >output.log 2>&1 &
        echo $!
        read -r _
        kill -KILL $!
        """;

    private readonly Process _guard;
    private readonly Process _process;
    private readonly DirectoryInfo _folder;

    private ConsumerProcess(Process guard, Process process, DirectoryInfo folder) =>
        (_guard, _process, _folder) = (guard, process, folder);

    public bool IsRunning => State() is not (null or 'Z' or 'X');

    public static async Task<ConsumerProcess> StartAsync(Launch launch)
    {
        var folder = Directory.CreateTempSubdirectory("messaging-benchmark-");
        var start = new ProcessStartInfo("setsid", ["--wait", "sh", "-c", Guard, "sh", .. launch.Command])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.FullName,
        };
        foreach (var (name, value) in launch.Environment)
            start.Environment[name] = value;
        var guard = Process.Start(start)!;
        var id = await guard.StandardOutput.ReadLineAsync();
        return new(guard, Process.GetProcessById(int.Parse(id!, CultureInfo.InvariantCulture)), folder);
    }

    /// <summary>Its resource usage so far.</summary>
    public Usage Measure()
    {
        _process.Refresh();
        return new(_process.TotalProcessorTime, _process.WorkingSet64, _process.PeakWorkingSet64);
    }

    /// <summary>How many files, sockets and pipes it has open.</summary>
    public int CountFiles() => Directory.EnumerateFileSystemEntries($"/proc/{_process.Id}/fd").Count();

    /// <summary>The last lines that it wrote.</summary>
    public string OutputTail() =>
        string.Join(Environment.NewLine, File.ReadLines(Path.Combine(_folder.FullName, "output.log")).TakeLast(20));

    /// <summary>Kills it: no measurement depends on a clean end.</summary>
    public async ValueTask DisposeAsync()
    {
        _guard.StandardInput.Close();
        await _guard.WaitForExitAsync();
        _guard.Dispose();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private char? State()
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{_process.Id}/stat");
            return stat[stat.LastIndexOf(')') + 2];
        }
        catch (IOException)
        {
            return null;
        }
    }
}
