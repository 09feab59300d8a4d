using System.CommandLine;
using Messaging.Worker.Management;

namespace Messaging.Worker.Commands;

/// <summary>Makes a key for the operators' API, and the settings that let its holder in.</summary>
internal static class ApiKeyCommand
{
    public static Command Create()
    {
        var name = AccessOptions.CreateName(
            "Whose it is: the name under which its holder appears in the audit log.");
        var roles = AccessOptions.CreateRoles("What its holder may do; repeat it for several.");
        var command = new Command(
            "api-key",
            "Makes a key for the operators' API. It is shown once; the settings keep its SHA-256 only.")
        {
            name, roles,
        };
        command.SetAction((parsed, cancellationToken) => WriteAsync(
            parsed.GetRequiredValue(name),
            parsed.GetRequiredValue(roles),
            parsed.InvocationConfiguration.Output));
        return command;
    }

    private static async Task<int> WriteAsync(string name, ManagementRole[] roles, TextWriter output)
    {
        var key = ApiKey.Create();
        await output.WriteLineAsync($"The key, for its holder alone (MESSAGING_API_KEY for the commands):\n{key}\n");
        await output.WriteLineAsync($"The settings:\nManagement__ApiKeys__{name}__Hash={ApiKey.Hash(key)}");
        for (var i = 0; i < roles.Length; i++)
            await output.WriteLineAsync($"Management__ApiKeys__{name}__Roles__{i}={roles[i]}");
        return ExitCode.Success;
    }
}
