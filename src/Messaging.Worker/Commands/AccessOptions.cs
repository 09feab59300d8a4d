using System.CommandLine;
using Messaging.Worker.Management;

namespace Messaging.Worker.Commands;

/// <summary>Who is let in and what for, as the commands that make settings for somebody take it.</summary>
internal static class AccessOptions
{
    /// <summary>A name that can stand in a setting's path and in a variable's name.</summary>
    public static Argument<string> CreateName(string description)
    {
        var name = new Argument<string>("name") { Description = description };
        name.Validators.Add(result =>
        {
            if (!result.GetRequiredValue(name).All(c => char.IsAsciiLetterOrDigit(c) || c is '-'))
                result.AddError("The name has letters, digits and hyphens only.");
        });
        return name;
    }

    public static Option<ManagementRole[]> CreateRoles(string description) => new("--role")
    {
        Description = description,
        DefaultValueFactory = _ => [ManagementRole.Reader],
    };
}
