namespace Messaging.Worker.Management;

/// <summary>Somebody who signs in at the page, from <c>Management:Users:&lt;name&gt;</c>.</summary>
internal sealed class UserOptions
{
    /// <summary>What the command <c>user</c> made of the password, which cannot be read from it; required.</summary>
    public string PasswordHash { get; set; } = "";

    /// <summary>What this person may do; at least one.</summary>
    public List<ManagementRole> Roles { get; set; } = [];
}
