namespace Messaging.Testing;

/// <summary>A program in any language as a process of its own.</summary>
/// <param name="command">The program and its arguments.</param>
/// <param name="environment">Variables to set.</param>
public sealed class PrivateCommand(
    IEnumerable<string> command, IReadOnlyDictionary<string, string?> environment) : PrivateServer
{
    /// <summary>The lines that it has written so far.</summary>
    public IReadOnlyList<string> Output => [.. OutputTail(int.MaxValue).Split(Environment.NewLine)];

    private protected override string StopSignal => "TERM";

    private protected override ServerProcess Launch() => ServerProcess.Start(Folder, command, environment);

    private protected override Task<bool> AnswersAsync() => Task.FromResult(true);
}
