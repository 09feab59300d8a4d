namespace Messaging.Testing;

/// <summary>
/// A .NET program as a process of its own, to be killed and started again. It gets its settings by environment
/// variables, and its port as <c>ASPNETCORE_URLS</c>; the test finds out whether it is ready.
/// </summary>
/// <param name="assembly">The path of its assembly.</param>
/// <param name="settings">Its settings, by configuration key (<c>Ledger:Provider</c>).</param>
/// <param name="arguments">Its command line.</param>
public sealed class PrivateProgram(
    string assembly, IEnumerable<KeyValuePair<string, string?>> settings, params IReadOnlyList<string> arguments)
    : PrivateServer
{
    private readonly Dictionary<string, string?> _environment =
        settings.ToDictionary(
            setting => setting.Key.Replace(":", "__", StringComparison.Ordinal),
            setting => setting.Value,
            StringComparer.Ordinal);

    /// <summary>The path of the assembly that the next start runs.</summary>
    public string Assembly { get; set; } = assembly;

    private protected override string StopSignal => "TERM";

    private protected override ServerProcess Launch() => ServerProcess.Start(
        Folder,
        ["dotnet", "exec", Assembly, .. arguments],
        new Dictionary<string, string?>(_environment, StringComparer.Ordinal)
        {
            ["ASPNETCORE_URLS"] = FormattableString.Invariant($"http://127.0.0.1:{Port}"),
            // Profile-guided optimisation would not pay off in its short life.
            ["DOTNET_TieredPGO"] = "0",
        });

    private protected override Task<bool> AnswersAsync() => Task.FromResult(true);
}
