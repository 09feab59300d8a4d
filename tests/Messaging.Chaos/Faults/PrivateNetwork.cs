using System.Diagnostics;

namespace Messaging.Chaos.Faults;

/// <summary>
/// A network namespace for the program and all that it starts, so that rules for its packets concern nobody else on the
/// machine.
/// </summary>
public static class PrivateNetwork
{
    /// <summary>Whether this process can have one, and rules in it: as root, with iptables.</summary>
    public static bool IsPossible { get; } =
        Environment.IsPrivilegedProcess && File.Exists("/usr/sbin/iptables") && File.Exists("/usr/bin/unshare");

    /// <summary>Whether this process is in one.</summary>
    public static bool IsInside { get; } = GetNamespace("self") is { } own && own != GetNamespace("1");

    /// <summary>Runs this program again, in a network of its own; returns its exit code.</summary>
    /// <param name="args">The command line.</param>
    public static async Task<int> RunAsync(IEnumerable<string> args)
    {
        string[] program = Path.GetFileNameWithoutExtension(Environment.ProcessPath!) is "dotnet"
            ? [Environment.ProcessPath!, "exec", typeof(PrivateNetwork).Assembly.Location]
            : [Environment.ProcessPath!];
        const string withLoopback = """ip link set lo up && exec "$@" """;
        return await RunAsync("unshare", ["--net", "sh", "-c", withLoopback, "sh", .. program, .. args]);
    }

    /// <summary>Adds a rule to this network, or takes it away.</summary>
    /// <param name="arguments">Of <c>iptables</c>.</param>
    /// <exception cref="InvalidOperationException">It cannot be done.</exception>
    public static async Task SetRuleAsync(params string[] arguments)
    {
        if (!IsInside || await RunAsync("iptables", ["--wait", .. arguments]) != 0)
            throw new InvalidOperationException($"iptables {string.Join(' ', arguments)} cannot be done here.");
    }

    private static string? GetNamespace(string process) =>
        new FileInfo($"/proc/{process}/ns/net").LinkTarget;

    private static async Task<int> RunAsync(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments))!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
