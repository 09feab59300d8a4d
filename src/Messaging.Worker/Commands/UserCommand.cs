using System.CommandLine;
using Messaging.Worker.Management;

namespace Messaging.Worker.Commands;

/// <summary>Makes the settings with which somebody signs in at the operators' page.</summary>
internal static class UserCommand
{
    private const string PasswordVariable = "MESSAGING_PASSWORD";

    public static Command Create()
    {
        var name = AccessOptions.CreateName(
            "The name to sign in with, under which this person appears in the audit log.");
        var roles = AccessOptions.CreateRoles("What this person may do; repeat it for several.");
        var command = new Command(
            "user",
            "Makes the settings for somebody who signs in at the operators' page, with the password in "
                + $"{PasswordVariable}, or with one that it makes up and shows once. The settings keep its hash only.")
        {
            name, roles,
        };
        command.SetAction((parsed, cancellationToken) => WriteAsync(
            parsed.GetRequiredValue(name), parsed.GetRequiredValue(roles), parsed.InvocationConfiguration));
        return command;
    }

    private static async Task<int> WriteAsync(
        string name, ManagementRole[] roles, InvocationConfiguration console)
    {
        var own = Environment.GetEnvironmentVariable(PasswordVariable);
        if (own is { Length: > 0 and (< Password.Shortest or > Password.Longest) })
        {
            await console.Error.WriteLineAsync(
                $"The password in {PasswordVariable} has to have {Password.Shortest} to {Password.Longest} "
                    + "characters.");
            return ExitCode.Misconfigured;
        }

        var output = console.Output;
        var isMadeUp = string.IsNullOrEmpty(own);
        var password = isMadeUp ? Password.Create() : own!;
        if (isMadeUp)
            await output.WriteLineAsync($"The password, for {name} alone:\n{password}\n");
        var settings = $"Management__Users__{name}__";
        await output.WriteLineAsync($"The settings:\n{settings}PasswordHash={Password.Hash(password)}");
        for (var i = 0; i < roles.Length; i++)
            await output.WriteLineAsync($"{settings}Roles__{i}={roles[i]}");
        return ExitCode.Success;
    }
}
