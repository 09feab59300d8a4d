namespace Messaging.Worker.Management;

/// <summary>A key for a script or a person, from <c>Management:ApiKeys:&lt;name&gt;</c>.</summary>
internal sealed class ApiKeyOptions
{
    /// <summary>The key's SHA-256, 64 hexadecimal digits, as the command <c>api-key</c> prints it; required.</summary>
    public string Hash { get; set; } = "";

    /// <summary>What its holder may do; at least one.</summary>
    public List<ManagementRole> Roles { get; set; } = [];
}
