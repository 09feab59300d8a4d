using System.Diagnostics;

namespace Messaging.Testing;

/// <summary>
/// A server that cannot outlive its test. A small shell stands between: it passes on the signals that are written to
/// its input and, when that input ends because the test process is gone, however it went, kills the server and removes
/// its folder. (Linux's parent-death signal would not do: it fires when the starting <i>thread</i> ends, and pool
/// threads come and go.)
/// </summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    // $1 is the server's folder, the rest its command line. To kill is to kill the direct children too, while the
    // server is stopped and cannot react: PostgreSQL's are in sessions of their own, RabbitMQ's Erlang machine is the
    // child of a script. The end is when all have gone that work below the folder: a child that is still dying, or was
    // born while the signal was on its way, holds PostgreSQL's shared memory, and the next start would be refused.
    private const string Guard = """
        folder=$1
        shift
        exec 3<&0 2>>"$folder/output.log"
        "$@" </dev/null 3<&- >>"$folder/output.log" 2>&1 &
        server=$!
        crash() {
            kill -STOP "$server"
            kill -KILL $(cat /proc/"$server"/task/*/children) "$server"
        }
        {
            while read -r order; do
                case $order in
                    done) exit ;;
                    KILL) crash ;;
                    *) kill "-$order" "$server" ;;
                esac
            done <&3
            crash
            while kill -0 "$server"; do sleep 0.1; done
            rm -rf "$folder"
        } >/dev/null 2>&1 &
        exec 3<&-
        wait "$server"
        while ls -l /proc/[0-9]*/cwd 2>/dev/null | grep -q -- "-> $folder/."; do sleep 0.02; done
        """;

    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(60);

    private readonly Process _guard;
    private bool _ended;

    private ServerProcess(Process guard) => _guard = guard;

    public bool HasExited => _guard.HasExited;

    /// <summary>Starts a server.</summary>
    /// <param name="folder">
    /// Removed when the test process dies. What the server writes goes to <c>output.log</c> in it.
    /// </param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="environment">Variables to set; null takes one away.</param>
    public static ServerProcess Start(
        string folder, IEnumerable<string> command, IReadOnlyDictionary<string, string?>? environment = null)
    {
        // A session of its own, so that Ctrl+C in a terminal reaches the tests only.
        var start = new ProcessStartInfo("setsid", ["--wait", "sh", "-c", Guard, "sh", folder, .. command])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            WorkingDirectory = folder,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>(StringComparer.Ordinal))
            start.Environment[name] = value;
        return new ServerProcess(Process.Start(start)!);
    }

    /// <summary>Sends a signal (<c>TERM</c>, <c>INT</c>, <c>KILL</c>) and waits until the server is gone.</summary>
    public async Task EndAsync(string signal)
    {
        if (_ended)
            return;

        if (!_guard.HasExited)
            await OrderAsync(signal);
        await _guard.WaitForExitAsync().WaitAsync(StopTimeout, TimeProvider.System);
        try
        {
            await OrderAsync("done");
        }
        catch (IOException)
        {
            // The shell that reads the signal has been killed as well.
        }

        _ended = true;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync("KILL");
        _guard.Dispose();
    }

    private async Task OrderAsync(string order)
    {
        await _guard.StandardInput.WriteLineAsync(order);
        await _guard.StandardInput.FlushAsync();
    }
}
