using System.Net.Sockets;
using System.Security.Authentication;
using MassTransit;
using Messaging.Worker.Hosting.Broker;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Messaging.Worker.Tests.Hosting.Broker;

public class BrokerFaultTests
{
    public static TheoryData<string, Exception> Connecting { get; } = new()
    {
        {
            "login refused for user svc; the password may be wrong, or the user unknown there",
            new BrokerUnreachableException(new AuthenticationFailureException("ACCESS_REFUSED - Login was refused"))
        },
        {
            "it hung up during the login of user svc",
            new BrokerUnreachableException(new PossibleAuthenticationFailureException("x", new IOException("end")))
        },
        {
            "user svc is not let into virtual host shop: NOT_ALLOWED - vhost shop not found",
            Interrupted(530, "NOT_ALLOWED - vhost shop not found")
        },
        {
            "no encrypted connection: The certificate has expired.",
            new BrokerUnreachableException(new AggregateException(
                new ConnectFailureException("x", new AuthenticationException("The certificate has expired."))))
        },
        { "no answer in time", new OperationCanceledException() },
        { "no answer in time", new BrokerUnreachableException(new AggregateException(new TimeoutException("x"))) },
        {
            new SocketException((int)SocketError.ConnectionRefused).Message,
            new BrokerUnreachableException(new AggregateException(
                new ConnectFailureException("x", new SocketException((int)SocketError.ConnectionRefused))))
        },
        { "End of stream", new BrokerUnreachableException(new IOException("End of stream")) },
    };

    [Theory]
    [MemberData(nameof(Connecting))]
    public void Why_no_connection_came_about(string expected, Exception exception) =>
        Assert.Equal(expected, BrokerFault.DescribeConnecting(exception, "svc", "shop"));

    [Fact]
    public void A_refused_queue_is_explained_in_the_brokers_words() => Assert.Equal(
        "ACCESS_REFUSED - access to queue 'q' refused for user 'svc'",
        BrokerFault.DescribeQueue(new OperationCanceledException(
            "It is tried again.",
            new RabbitMqConnectionException(
                "x", Interrupted(403, "ACCESS_REFUSED - access to queue 'q' refused for user 'svc'")))));

    private static OperationInterruptedException Interrupted(ushort code, string text) =>
        new(new ShutdownEventArgs(ShutdownInitiator.Peer, code, text));
}
