using Messaging.Worker.Commands;

namespace Messaging.Worker.Tests.Commands;

/// <summary>The program's output and exit code for a command line.</summary>
internal sealed record Cli(int ExitCode, string Output, string Error)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public IEnumerable<string> AllLines => Lines.Concat(Error.Split('\n', StringSplitOptions.TrimEntries));

    public static async Task<Cli> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(args, output, error);
        return new(code, output.ToString(), error.ToString());
    }
}
