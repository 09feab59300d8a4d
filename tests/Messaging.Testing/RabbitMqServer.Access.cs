namespace Messaging.Testing;

/// <summary>Who may do what where.</summary>
public sealed partial class RabbitMqServer
{
    /// <summary>
    /// Makes an empty virtual host, a broker of its own for all that a test can see, and returns its connection string.
    /// </summary>
    public async Task<string> CreateVirtualHostAsync()
    {
        var name = $"test-{Guid.NewGuid():n}";
        var answer = await EvaluateAsync($"""
            ok = rabbit_vhost:add(<<"{name}">>, <<"tests">>),
            rabbit_auth_backend_internal:set_permissions(
              <<"guest">>, <<"{name}">>, <<".*">>, <<".*">>, <<".*">>, <<"tests">>).
            """);
        return answer.Contains("{ok, ok}", StringComparison.Ordinal)
            ? ConnectionString + name
            : throw new InvalidOperationException($"The virtual host {name} was not made: {answer}");
    }

    /// <summary>Makes a user of a virtual host who may do this and no more.</summary>
    /// <param name="virtualHost">The address of the virtual host.</param>
    /// <param name="configure">What the user may declare, a regular expression, as the two that follow.</param>
    /// <param name="write">What the user may publish to and bind.</param>
    /// <param name="read">What the user may read and bind to.</param>
    /// <returns>The address with the user.</returns>
    public async Task<string> CreateUserAsync(string virtualHost, string configure, string write, string read)
    {
        var name = $"user-{Guid.NewGuid():n}";
        var answer = await EvaluateAsync($"""
            ok = rabbit_auth_backend_internal:add_user(<<"{name}">>, <<"secret">>, <<"tests">>),
            rabbit_auth_backend_internal:set_permissions(
              <<"{name}">>, <<"{new Uri(virtualHost).AbsolutePath[1..]}">>,
              <<"{configure}">>, <<"{write}">>, <<"{read}">>, <<"tests">>).
            """);
        return answer.Contains("{ok, ok}", StringComparison.Ordinal)
            ? new UriBuilder(virtualHost) { UserName = name, Password = "secret" }.Uri.AbsoluteUri
            : throw new InvalidOperationException($"The user {name} was not made: {answer}");
    }
}
