using System.Globalization;

namespace Messaging.Testing;

/// <summary>
/// A server of the test's own: a folder and a process, which can be killed and started again on the same port and data.
/// </summary>
public abstract class PrivateServer : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(120);

    private ServerProcess? _process;

    /// <summary>Where the server keeps everything; gone after <see cref="DisposeAsync"/>.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("messaging-test-").FullName;

    /// <summary>The loopback port on which it listens, the same after every start.</summary>
    public int Port { get; } = FreePort.Next();

    /// <summary>False once the process has ended, by itself or by a signal.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>
    /// Starts the server on its port and data, and waits until it answers. Does nothing when it runs.
    /// </summary>
    public async Task StartAsync()
    {
        if (IsRunning)
            return;

        if (_process is not null)
            await _process.DisposeAsync();
        _process = Launch();
        await Eventually.TrueAsync(
            async () => _process.HasExited
                ? throw new InvalidOperationException(
                    $"{GetType().Name} did not start:{Environment.NewLine}{OutputTail()}")
                : await AnswersAsync(),
            $"{GetType().Name} answers on port {Port}",
            StartTimeout);
    }

    /// <summary>Stops the server as an operator would, and starts it again.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    /// <summary>Stops the server as an operator would.</summary>
    public Task StopAsync() => _process?.EndAsync(StopSignal) ?? Task.CompletedTask;

    /// <summary>Ends the server as a crash would: SIGKILL, to it and to its child processes.</summary>
    public Task KillAsync() => _process?.EndAsync("KILL") ?? Task.CompletedTask;

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_process is not null)
            await _process.DisposeAsync();
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
    }

    private protected abstract string StopSignal { get; }

    private protected abstract ServerProcess Launch();

    private protected abstract Task<bool> AnswersAsync();

    /// <summary>How much it has written, in bytes, over all its starts.</summary>
    public long OutputLength => new FileInfo(Path.Combine(Folder, "output.log")).Length;

    /// <summary>The most memory that its process has held since its start, in bytes.</summary>
    public long PeakMemory => Directory.EnumerateDirectories("/proc")
        .Where(IsOurs)
        .Select(process => File.ReadLines(Path.Combine(process, "status"))
            .FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)))
        .OfType<string>()
        .Max(line => 1024 * long.Parse(line.AsSpan(6).TrimEnd("kB "), NumberStyles.Any, CultureInfo.InvariantCulture));

    private bool IsOurs(string process)
    {
        try
        {
            return new DirectoryInfo(Path.Combine(process, "cwd")).LinkTarget?.Equals(Folder, StringComparison.Ordinal)
                is true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // It has ended, or is no process.
        }
    }

    /// <summary>Copies its output, over all its starts.</summary>
    /// <param name="file">Where to; replaced.</param>
    public void SaveOutput(string file) => File.Copy(Path.Combine(Folder, "output.log"), file, overwrite: true);

    /// <summary>The last lines of its output, over all its starts.</summary>
    /// <param name="lines">How many.</param>
    public string OutputTail(int lines = 20)
    {
        var output = new FileInfo(Path.Combine(Folder, "output.log"));
        return output.Exists
            ? string.Join(Environment.NewLine, File.ReadLines(output.FullName).TakeLast(lines))
            : ""; // It is only just being started.
    }
}
