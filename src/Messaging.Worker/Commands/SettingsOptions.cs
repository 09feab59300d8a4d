using System.CommandLine;
using Messaging.Worker.Hosting;

namespace Messaging.Worker.Commands;

/// <summary>The options of every verb that say where settings are.</summary>
internal static class SettingsOptions
{
    private const string FileVariable = "MESSAGING_SETTINGS";
    private const string SecretsVariable = "MESSAGING_SECRETS";

    private static readonly Option<string?> File = Create(
        "--settings", FileVariable, $"A settings file in JSON, followed when it changes [{FileVariable}]");

    private static readonly Option<string?> Secrets = Create(
        "--secrets",
        SecretsVariable,
        $"A folder with a file for each secret, followed when they change [{SecretsVariable}]");

    public static void AddTo(RootCommand command)
    {
        command.Options.Add(File);
        command.Options.Add(Secrets);
    }

    public static SettingsPaths Read(ParseResult parsed) => new(parsed.GetValue(File), parsed.GetValue(Secrets));

    private static Option<string?> Create(string name, string variable, string description) => new(name)
    {
        Description = description,
        Recursive = true,
        DefaultValueFactory = _ =>
            Environment.GetEnvironmentVariable(variable) is { Length: > 0 } path ? path : null,
    };
}
