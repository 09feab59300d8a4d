using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace Messaging.Worker.Management;

/// <summary>Somebody who is known.</summary>
/// <param name="Name">The name under which he stands in the audit log.</param>
/// <param name="Roles">What he may do.</param>
internal sealed record Caller(string Name, IEnumerable<ManagementRole> Roles)
{
    /// <param name="scheme">How he showed who he is.</param>
    /// <param name="more">What else is to be kept of him.</param>
    public ClaimsPrincipal ToPrincipal(string scheme, params IEnumerable<Claim> more)
    {
        var roles = Roles.Select(role => new Claim(ClaimTypes.Role, role.ToString()));
        return new(new ClaimsIdentity([new(ClaimTypes.Name, Name), .. roles, .. more], scheme));
    }

    public AuthenticateResult Succeed(string scheme) =>
        AuthenticateResult.Success(new(ToPrincipal(scheme), scheme));
}
