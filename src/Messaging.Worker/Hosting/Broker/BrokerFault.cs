using System.Net.Sockets;
using System.Security.Authentication;
using RabbitMQ.Client.Exceptions;

namespace Messaging.Worker.Hosting.Broker;

/// <summary>Says in a sentence why a broker does not serve. Pure.</summary>
internal static class BrokerFault
{
    /// <summary>Why no connection came about.</summary>
    /// <param name="exception">What came of the attempt.</param>
    /// <param name="user">Who asked.</param>
    /// <param name="virtualHost">What for.</param>
    public static string DescribeConnecting(Exception exception, string user, string virtualHost) =>
        Find<AuthenticationFailureException>(exception) is not null
            ? $"login refused for user {user}; the password may be wrong, or the user unknown there"
            : Find<PossibleAuthenticationFailureException>(exception) is not null
                ? $"it hung up during the login of user {user}"
                : FindReply(exception) is { } reply
                    ? $"user {user} is not let into virtual host {virtualHost}: {reply}"
                    : DescribeNetwork(exception);

    /// <summary>Why a queue is not read.</summary>
    public static string DescribeQueue(Exception exception) => FindReply(exception) ?? DescribeNetwork(exception);

    private static string DescribeNetwork(Exception exception) => exception switch
    {
        _ when Find<AuthenticationException>(exception) is { } tls => $"no encrypted connection: {tls.Message}",
        _ when Find<SocketException>(exception) is { } socket => socket.Message,
        _ when Find<OperationCanceledException>(exception) is not null
            || Find<TimeoutException>(exception) is not null => "no answer in time",
        _ => exception.GetBaseException().Message,
    };

    /// <summary>The broker's own words: <c>ACCESS_REFUSED - access to queue …</c>.</summary>
    private static string? FindReply(Exception exception) =>
        Find<OperationInterruptedException>(exception)?.ShutdownReason is { ReplyCode: >= 300, ReplyText: var text }
            ? text
            : null;

    private static T? Find<T>(Exception exception)
        where T : Exception => exception switch
        {
            T found => found,
            AggregateException several => several.InnerExceptions.Select(Find<T>).FirstOrDefault(e => e is not null),
            { InnerException: { } inner } => Find<T>(inner),
            _ => null,
        };
}
